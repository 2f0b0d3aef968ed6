"""What Slack does its own way: events of several workspaces, cards edited in place, mentions."""

import pytest
from networks.kit import Answered

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
