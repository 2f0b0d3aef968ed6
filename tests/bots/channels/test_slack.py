"""What Slack does its own way: events of several workspaces, cards edited in place, mentions."""

import asyncio
import json
from urllib.parse import parse_qsl

import pytest
from networks.kit import PNG, Answered
from slack_sdk import WebClient

from bots.slack.events import unmarked

pytestmark = pytest.mark.parametrize("person", ["slack"], indirect=True)


async def test_a_card_is_edited_in_place_and_sent_anew_where_it_is_gone(linked, acme):
    [card] = await linked.say("visited Northwind Ltd, wants pumps")
    [which] = await linked.press("Edit", card)
    assert which.edit_of == card.name
    linked.server.instead.append(Answered({"ok": False, "error": "message_not_found"}))
    [again] = await linked.press("Back", which)
    assert again.edit_of == ""


async def test_in_a_channel_only_mentions_are_answered(linked):
    kit = linked.kit
    kit.chat_id, us = f"C{kit.number}", f"<@{kit.bot}>"
    for text, kind, answer in (
        (f"{us} /bind", "app_mention", "belongs to Acme"),
        (f"{us} me", "app_mention", "Workspace: Acme"),
        ("today", "message", ""),
    ):
        event = kit.text("") | {"event_id": f"Ev{text}"}
        event["event"] |= {"type": kind, "channel_type": "channel", "text": text}
        assert (await linked.deliver(event)).status_code == 200
        said = await linked.settle()
        assert [answer in one.text for one in said] == ([True] if answer else [])


async def test_what_happens_in_another_workspace_of_slack_is_nothing_to_us(linked, acme):
    event = linked.kit.text("today") | {"team_id": "T0THER"}
    assert (await linked.deliver(event)).status_code == 200
    echo = linked.kit.text("visited Hualian")
    echo["event"]["bot_id"] = "B1"
    assert (await linked.deliver(echo)).status_code == 200
    assert await linked.settle() == []
    assert unmarked("a &lt;b&gt; <https://x.y|x> <@U1|ada> &amp;") == "a <b> x ada &"


def uploaded(calls):
    """The three steps of an upload, whatever each of them is written in."""
    steps = []
    for call in calls:
        name = call.path.rpartition("/")[2]
        if name == "new":
            steps.append((name, call.body))
        elif name.startswith("files."):
            said = call.body.decode()
            told = json.loads(said) if said.startswith("{") else dict(parse_qsl(said))
            files = told.get("files") or "[]"
            files = json.loads(files) if isinstance(files, str) else files
            told["files"] = [{part: one[part] for part in ("id", "title")} for one in files]
            told["length"] = str(told.get("length", ""))
            shown = ("length", "alt_txt", "filename", "files", "channel_id")
            steps.append((name, {part: told.get(part) for part in shown}))
    return steps


async def test_a_picture_is_uploaded_as_slacks_own_sdk_does_it(linked, acme):
    words = (await linked.show_picture(acme.workspace_id, "1 deal"))[-1]
    assert "1 deal" in words.text
    ours = uploaded(linked.server.calls)
    linked.server.calls.clear()
    client = WebClient(linked.kit.secrets["token"], base_url=f"{linked.server.url}/api/")
    await asyncio.to_thread(
        client.files_upload_v2,
        channel=linked.kit.chat_id,
        content=PNG,
        filename="picture.png",
        title="1 deal",
        alt_txt="1 deal",
        request_file_info=False,
    )
    assert ours == uploaded(linked.server.calls)
