"""What WhatsApp does its own way: the window of a day, lists, and failures told afterwards."""

from datetime import timedelta
from email import message_from_bytes

import pytest
from chatting import work
from networks.kit import PNG

from bots.core.messages import Action, Outbound
from bots.whatsapp.rendering import rendered
from bots.whatsapp.window import _LAST
from kernel import clock
from kernel.ids import uuid7

pytestmark = pytest.mark.parametrize("person", ["whatsapp"], indirect=True)


async def remind(person, acme):
    at = (clock.now() - timedelta(seconds=5)).isoformat()
    task = await acme.create("tasks", title="Send the quote", due_at=at)
    await work(person.worker, "task.remind", {"task_id": task["id"]}, acme.workspace_id)
    return await person.settle()


async def test_after_a_day_of_silence_a_template_speaks_or_nobody(linked, acme):
    [card] = await remind(linked, acme)
    assert "+1 hour" in card.buttons
    past = clock.now() - timedelta(hours=25)
    await linked.worker.pool.execute("UPDATE bot_inbox SET received_at = $1", past)
    assert await remind(linked, acme) == []
    assert (await linked.deliveries())[-1] == "dead"
    more = linked.kit.secrets | {"template": "guanxi_notice|en_US"}
    await linked.browse(acme.owner, **more)
    [said] = await remind(linked, acme)
    assert said.text.startswith("template: Reminder, Acme")


async def test_only_meta_knows_the_word_for_the_address(connected, acme):
    _method, query, _call, _wanted = connected.kit.greeting(await connected.browse(acme.owner))
    for wrong in (f"{query}x", "hub.mode=subscribe&hub.challenge=1"):
        assert (await connected.http.get(f"{connected.path}?{wrong}")).status_code == 403


async def test_what_meta_could_not_bring_marks_the_chat(linked, acme):
    assert (await linked.deliver(linked.kit.failed(131026))).status_code == 200
    await linked.settle()
    assert await linked.binding() == "blocked"
    assert "Acme" in (await linked.say("/me"))[0].text
    assert await linked.binding() == "active"


@pytest.mark.parametrize("many", [1, 3, 4, 10])
async def test_buttons_of_one_name_stay_apart(person, many):
    actions = [Action(uuid7(), "choose", "华联泵业有限公司上海分公司" * 3) for _one in range(many)]
    [payload] = rendered(Outbound(text="Whom do you mean?", actions=actions))
    shown = person.kit.shown_as(payload)
    assert list(shown.buttons.values()) == [action.data for action in actions]


async def test_a_picture_is_put_there_first_and_then_shown_with_its_words(linked, acme):
    [shown] = await linked.show_picture(acme.workspace_id, "1 deal")
    put, said = [c for c in linked.server.calls if c.path.endswith(("/media", "/messages"))][-2:]
    kind = put.headers["content-type"].encode()
    form = message_from_bytes(b"Content-Type: " + kind + b"\n\n" + put.body)
    parts = {p.get_param("name", header="content-disposition"): p for p in form.get_payload()}
    # https://developers.facebook.com/docs/whatsapp/cloud-api/reference/media
    assert parts["messaging_product"].get_payload(decode=True).strip() == b"whatsapp"
    assert parts["file"].get_content_type() == "image/png"
    assert parts["file"].get_payload(decode=True).startswith(PNG[:4])
    assert (said.json()["type"], said.json()["image"]["id"]) == ("image", "77")
    assert shown.text == "1 deal"


async def test_when_somebody_wrote_last_is_found_by_an_index(linked, admin):
    async with admin.transaction():
        await admin.execute("SET LOCAL enable_seqscan = off")
        rows = await admin.fetch(f"EXPLAIN {_LAST}", linked.kit.id, linked.kit.chat_id)
    assert "ix_bot_inbox_last" in str(rows)
