"""Forged, malformed, repeated and reordered updates do nothing that they should not."""

import json

import pytest

from bots.telegram.account import telegram

MALFORMED = [
    b"",
    b"{}",
    b"[]",
    b"null",
    b"\xff\xfe",
    b'{"update_id": "x"}',
    b'{"update_id": 1.5, "message": {}}',
    b"[" * 100_000,
    b'{"a":' * 50_000,
    json.dumps({"update_id": 2**70}).encode(),
    json.dumps({"message": "x"}).encode(),
]
BROKEN = [
    "x",
    {},
    {"message_id": 1, "chat": {"id": "x", "type": "private"}, "date": 1},
    {"message_id": 1, "chat": {"id": 1, "type": "private"}},
    {"message_id": 1, "chat": {"id": 1, "type": "private"}, "date": 10**18, "text": 5},
    {"message_id": 1, "chat": {"id": 2**70, "type": "private"}, "date": -(10**12)},
    {"message_id": 1, "chat": None, "date": 1, "text": "\x00"},
    {"message_id": 1, "chat": {"id": 1, "type": "private"}, "date": 1, "text": "x" * 1_000_000},
]


@pytest.mark.parametrize("secret", ["", "wrong", "é", "0" * 64])
async def test_a_forged_update_is_refused_and_not_kept(phone, secret):
    answer = await phone.deliver(phone.text("hello"), secret=secret)
    assert answer.status_code == 401
    assert await phone.states() == []


async def test_another_path_is_nobodys(phone):
    answer = await phone.http.post(
        "/hooks/telegram/123456", headers={"X-Telegram-Bot-Api-Secret-Token": "x"}, content=b"{}"
    )
    assert answer.status_code == 404
    assert "test-token" not in phone.hook
    assert "123456" not in phone.hook


@pytest.mark.parametrize("body", MALFORMED, ids=lambda body: repr(body[:20]))
async def test_what_is_no_update_is_laid_aside(phone, link, acme, body):
    await link(acme.owner, phone)
    before = await dead(phone)
    assert (await phone.deliver(body)).status_code == 200
    assert await dead(phone) == before + 1
    assert "Acme" in (await phone.say("/me"))[0]["text"]


@pytest.mark.parametrize("message", BROKEN, ids=range(len(BROKEN)))
async def test_a_broken_message_is_laid_aside_and_the_next_one_answered(phone, link, acme, message):
    await link(acme.owner, phone)
    before = await dead(phone)
    update = {**phone.text(""), "message": message}
    assert (await phone.deliver(update)).status_code == 200
    assert await dead(phone) == before + 1
    assert "Acme" in (await phone.say("/me"))[0]["text"]


async def dead(phone):
    bot = telegram.account.number
    return await phone.worker.pool.fetchval(
        "SELECT count(*) FROM bot_inbox WHERE bot_id = $1 AND state = 'dead'", bot
    )


async def test_odd_but_sound_updates_have_no_effect(phone, link, acme):
    await link(acme.owner, phone)
    number = phone.text("")["update_id"]
    entities = [{"type": "bold", "offset": -5, "length": 10**9}] * 10_000
    for extra in (
        {"edited_message": phone.text("edited")["message"]},
        {"channel_post": {}},
        {"inline_query": {"id": "1"}},
        {"unheard_of": [1, 2]},
        {"message": {**phone.text("/me")["message"], "entities": entities}},
    ):
        number += 1000
        assert (await phone.deliver({"update_id": number, **extra})).status_code == 200
    said = await phone.settle()
    assert len(said) == 1


async def test_an_update_that_comes_twice_acts_once(phone, link, acme):
    await link(acme.owner, phone)
    update = phone.text("visited Northwind Ltd, wants pumps")
    for _ in range(3):
        assert (await phone.deliver(update)).status_code == 200
    assert len(await phone.settle()) == 1
    assert (await phone.states()).count("done") == len(await phone.states())


async def test_updates_that_come_in_disorder_are_answered_in_order(phone, link, acme):
    await link(acme.owner, phone)
    updates = [phone.text(f"/find number {n}") for n in range(4)]
    for update in reversed(updates):
        await phone.deliver(update)
    said = [message["text"] for message in await phone.settle()]
    assert [text[-3] for text in said] == ["0", "1", "2", "3"]


async def test_two_workers_on_one_chat_keep_its_order(phone, link, acme):
    import asyncio

    from chatting import work

    await link(acme.owner, phone)
    for n in range(6):
        await phone.deliver(phone.text(f"/find number {n}"))
    job = {"channel": "telegram", "bot_id": telegram.account.number, "chat_id": str(phone.id)}
    await asyncio.gather(*(work(phone.worker, "bots.process", job) for _ in range(6)))
    said = [message["text"] for message in await phone.settle()]
    assert [text[-3] for text in said] == list("012345")


async def test_a_double_tap_saves_once(phone, link, acme):
    await link(acme.owner, phone)
    [card] = await phone.say("visited Northwind Ltd, wants pumps")
    await phone.press("Save", card)
    await phone.press("Save", card)
    assert len((await acme.get("activities"))["items"]) == 1


async def test_a_fault_is_tried_again_then_laid_aside_and_the_next_is_answered(
    phone, link, acme, monkeypatch
):
    from bots.core import conversation

    await link(acme.owner, phone)
    real = conversation.handle

    async def faulty(uow, principal, inbound):
        if "poison" in inbound.text:
            await uow.execute("SELECT 1 / 0")
        return await real(uow, principal, inbound)

    monkeypatch.setattr(conversation, "handle", faulty)
    await phone.deliver(phone.text("poison"))
    await phone.deliver(phone.text("/me"))
    said = [message["text"] for message in await phone.settle()]
    assert "Something went wrong" in said[0]
    assert "Acme" in said[1]
    assert (await phone.states())[-2:] == ["dead", "done"]
    assert (await phone.states("attempts"))[-2:] == [5, 0]
