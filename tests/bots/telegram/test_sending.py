"""Telegram refuses, delays and moves; nothing is lost, nothing is said twice."""

from datetime import timedelta

import pytest
from chatting import work
from fake_telegram import refusal

from bots.telegram import pacing
from bots.telegram.account import telegram
from kernel import clock


async def linked(phone, link, acme):
    await link(acme.owner, phone)
    return phone


async def deliveries(phone, column="state"):
    place = f"{telegram.account.number}:{phone.id}"
    rows = await phone.worker.pool.fetch(
        f"SELECT {column} FROM delivery WHERE destination = $1 ORDER BY id", place
    )
    return [row[0] for row in rows]


async def hasten(phone):
    await phone.worker.pool.execute(
        "UPDATE delivery SET due_at = $1 WHERE state = 'waiting'", clock.now()
    )


async def binding(phone):
    return await phone.worker.pool.fetchval(
        "SELECT state FROM bot_binding WHERE chat_id = $1", str(phone.id)
    )


async def test_when_telegram_asks_to_wait_the_message_comes_later_and_once(phone, link, acme):
    await linked(phone, link, acme)
    phone.network.refusals.append(refusal(429, "Too Many Requests: retry", retry_after=30))
    await phone.deliver(phone.text("/find number 1"))
    await phone.deliver(phone.text("/find number 2"))
    await phone.settle()
    assert (await deliveries(phone))[-2:] == ["waiting", "waiting"]
    due = (await deliveries(phone, "due_at"))[-2]
    assert timedelta(seconds=20) < due - clock.now() < timedelta(seconds=40)
    phone.seen = len(phone.network.said_to(phone.id))
    await hasten(phone)
    said = [message["text"][-3] for message in await phone.settle()]
    assert said == ["1", "2"]
    assert set(await deliveries(phone)) == {"sent"}


async def test_a_blocked_bot_stops_and_the_chat_is_marked(phone, link, acme):
    await linked(phone, link, acme)
    phone.network.refusals.append(refusal(403, "Forbidden: bot was blocked by the user"))
    await phone.say("/me")
    assert (await deliveries(phone))[-1] == "blocked"
    assert await binding(phone) == "blocked"
    assert "Acme" in (await phone.say("/me"))[-1]["text"]
    assert await binding(phone) == "active"


async def test_a_chat_that_is_gone_is_marked(phone, link, acme):
    await linked(phone, link, acme)
    phone.network.refusals.append(refusal(400, "Bad Request: chat not found"))
    await phone.say("/me")
    assert await binding(phone) == "blocked"


async def test_a_message_that_cannot_be_edited_is_sent_anew(phone, link, acme):
    await linked(phone, link, acme)
    [card] = await phone.say("visited Northwind Ltd, wants pumps")
    ok_to_answer = refusal(400, "Bad Request: query is too old and response timeout expired")
    phone.network.refusals.append(ok_to_answer)
    phone.network.refusals.append(refusal(400, "Bad Request: message to edit not found"))
    said = await phone.press("Save", card)
    assert said[-1]["method"] == "sendMessage"
    assert "Saved in Acme" in said[-1]["text"]


async def test_an_edit_that_changes_nothing_is_fine(phone, link, acme):
    await linked(phone, link, acme)
    [card] = await phone.say("visited Northwind Ltd, wants pumps")
    [which] = await phone.press("Edit", card)
    phone.network.refusals.append(refusal(400, "Bad Request: query is too old"))
    phone.network.refusals.append(refusal(400, "Bad Request: message is not modified"))
    await phone.press("Back", which)
    assert set(await deliveries(phone)) == {"sent"}


async def test_a_chat_that_moved_is_followed(phone, link, acme):
    await linked(phone, link, acme)
    new = -1_000_000_000_000 - phone.id % 10**9
    phone.network.refusals.append(
        refusal(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=new)
    )
    await phone.say("/me")
    phone.id, phone.seen = new, 0
    [moved] = await phone.settle()
    assert "Acme" in moved["text"]
    assert await binding(phone) == "active"


async def test_a_refusal_for_ever_is_a_dead_letter_and_the_next_one_goes(phone, link, acme):
    await linked(phone, link, acme)
    phone.network.refusals.append(refusal(400, "Bad Request: something new"))
    await phone.deliver(phone.text("/find number 1"))
    await phone.deliver(phone.text("/find number 2"))
    said = await phone.settle()
    assert said[-1]["text"][-3] == "2"
    assert (await deliveries(phone))[-2:] == ["dead", "sent"]


@pytest.mark.parametrize("code", [500, 502])
async def test_a_fault_of_telegram_is_tried_again(phone, link, acme, code):
    await linked(phone, link, acme)
    phone.network.refusals.append(refusal(code, "Internal Server Error"))
    await phone.say("/me")
    assert (await deliveries(phone))[-1] == "waiting"
    await hasten(phone)
    await phone.settle()
    assert (await deliveries(phone))[-1] == "sent"


async def test_while_telegram_is_down_updates_are_kept_and_answered_after(phone, link, acme):
    await linked(phone, link, acme)
    await phone.network.stop()
    await telegram.close()
    for n in range(3):
        assert (await phone.deliver(phone.text(f"/find number {n}"))).status_code == 200
    await phone.settle()
    assert (await deliveries(phone))[-3:] == ["waiting"] * 3
    port = int(phone.network.url.rsplit(":", 1)[1])
    await phone.network.start(port)
    await hasten(phone)
    said = [message["text"][-3] for message in await phone.settle()]
    assert said == ["0", "1", "2"]


async def test_no_token_is_told_by_an_error_or_an_address(phone, link, acme):
    await linked(phone, link, acme)
    phone.network.refusals.append(refusal(404, "Not Found"))
    await phone.say("/me")
    assert "test-token" not in str(await deliveries(phone, "last_error"))
    assert "test-token" not in repr(telegram.account)


async def test_a_reminder_comes_to_the_phone_and_is_finished_there(phone, link, acme):
    await linked(phone, link, acme)
    at = (clock.now() - timedelta(seconds=5)).isoformat()
    task = await acme.create("tasks", title="Send the quote", due_at=at)
    for _ in range(2):
        await work(phone.worker, "task.remind", {"task_id": task["id"]}, acme.workspace_id)
    [card] = await phone.settle()
    assert "Reminder, Acme" in card["text"]
    labels = [label for label, _data in phone.buttons(card)]
    assert labels == ["Done", "+1 hour", "Tomorrow 9:00", "Another time…", "Not needed"]
    [asked] = await phone.press("Done", card)
    assert asked["method"] == "editMessageText"
    await phone.say("they accepted")
    kept = await acme.get(f"tasks/{task['id']}")
    assert (kept["status"], kept["result"]) == ("done", "they accepted")


async def test_the_bot_keeps_telegrams_pace_before_it_is_asked_to(
    phone, link, acme, new_phone, monkeypatch
):
    await linked(phone, link, acme)
    other = new_phone()
    monkeypatch.setattr(pacing, "PER_CHAT", 3)
    await phone.worker.pool.execute("DELETE FROM rate_limit WHERE key LIKE 'telegram:%'")
    for number in range(6):
        await phone.deliver(phone.text(f"/find number {number}"))
    said = await phone.settle()
    assert len(said) == 3
    assert (await deliveries(phone))[-3:] == ["waiting"] * 3
    assert (await deliveries(phone, "attempts"))[-3:] == [0, 0, 0]
    assert (await deliveries(phone, "due_at"))[-3] - clock.now() < timedelta(seconds=4)
    assert len(await other.say("/me")) == 1
