"""Commands answer in the person's language, and nothing said meets silence."""

from datetime import timedelta

import pytest
from chatting import button, press, say
from world import open_workspace

from kernel import clock


@pytest.mark.parametrize("text", ["", "   ", "hi", "你好", "/help", "帮助", "/"])
async def test_what_is_not_understood_gets_help(acme, text):
    [message] = await say(acme, text)
    assert "/find" in message["text"]


async def test_words_without_a_customer_are_kept_as_a_note(acme):
    [message] = await say(acme, "remember that the fair was better than last year")
    assert "no customer" in message["text"]
    await press(acme, button(message, "save"))
    [activity] = (await acme.get("activities"))["items"]
    assert activity["text"] == "remember that the fair was better than last year"


async def test_today_lists_what_is_due_and_finishes_it(acme):
    soon = (clock.now() - timedelta(minutes=5)).isoformat()
    far = (clock.now() + timedelta(days=9)).isoformat()
    await acme.create("tasks", title="Send the quote", due_at=soon)
    await acme.create("tasks", title="Plan the fair", due_at=far)
    [message] = await say(acme, "/today")
    assert "Send the quote" in message["text"]
    assert "Plan the fair" not in message["text"]
    assert "Plan the fair" in (await say(acme, "任务"))[0]["text"]
    [done] = await press(acme, button(message, "done"))
    assert "What came of it" in done["text"]
    await say(acme, "they accepted")
    task = next(t for t in (await acme.get("tasks"))["items"] if t["title"] == "Send the quote")
    assert (task["status"], task["result"]) == ("done", "they accepted")


async def test_a_result_that_was_a_note_becomes_one(acme):
    await acme.create("tasks", title="Send the quote", due_at=clock.now().isoformat())
    [message] = await say(acme, "/tasks")
    await press(acme, button(message, "done"))
    [noted] = await say(acme, "visited Northwind Ltd, they want samples")
    [card] = await press(acme, button(noted, "relog"))
    assert card["card"]["kind"] == "activity"
    [task] = (await acme.get("tasks"))["items"]
    assert task["result"] is None


async def test_find_shows_what_matches(acme):
    await acme.create("companies", name="Hualian Pumps")
    [message] = await say(acme, "/find hualian")
    assert "Hualian Pumps" in message["text"]
    assert message["card"]["kind"] == "found"
    assert "nothing" in (await say(acme, "/find zebra crossing"))[0]["text"]


async def test_find_asks_what_to_look_for(acme):
    await acme.create("companies", name="Hualian Pumps")
    await say(acme, "/find")
    assert "Hualian Pumps" in (await say(acme, "hualian"))[0]["text"]


async def test_me_tells_where_and_as_whom(acme):
    [message] = await say(acme, "/me")
    assert "Acme" in message["text"]
    assert "Europe/Berlin" in message["text"]


async def test_the_chat_is_kept_and_read_again(acme):
    await say(acme, "called Northwind Ltd about prices")
    items = (await acme.get("chat/messages"))["items"]
    assert [item["direction"] for item in items] == ["in", "out"]
    assert items[1]["actions"]
    rep = await acme.member("rep")
    assert (await rep.get("chat/messages"))["items"] == []


async def test_a_button_gives_its_message_to_the_answer(acme):
    [message] = await say(acme, "called Northwind Ltd about prices")
    await press(acme, button(message, "cancel"))
    items = (await acme.get("chat/messages"))["items"]
    assert [item["direction"] for item in items] == ["in", "out"]
    assert items[1]["text"].startswith("Cancelled")


async def test_a_chinese_speaker_is_read_and_answered_in_the_own_time_zone(http):
    firm = await open_workspace(http, "Huaxin", language="zh_CN", time_zone="Asia/Shanghai")
    [message] = await say(firm, "拜访华联泵业公司王总，明天下午3点发报价")
    due = next(f for f in message["card"]["fields"] if f["name"] == "next_at")
    assert due["value"][10:] == "T15:00:00+08:00"
    assert "星期" in due["shown"] or "周" in due["shown"]


@pytest.mark.parametrize(
    "body",
    [{}, {"text": None}, {"text": 1}, {"text": "x", "tenant_id": "y"}, {"text": "x" * 20_001}],
)
async def test_a_malformed_message_is_refused(acme, body):
    assert await acme.status("POST", "chat", json=body) in {400, 422}


@pytest.mark.parametrize("text", ["\u202e tac", "/find \u202e", "%s %(x)s"])
async def test_odd_characters_are_survived(acme, text):
    assert await say(acme, text)


@pytest.mark.parametrize("text", ["\x00", "a\x00b visited", "/find \x00"])
async def test_what_cannot_be_stored_is_named_and_not_half_understood(acme, text):
    answer = await acme.request("POST", "chat", json={"text": text})
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["text"])
