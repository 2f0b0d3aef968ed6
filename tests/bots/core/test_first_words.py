"""One sentence becomes a card, and Save makes it stand on the customer's timeline."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from chatting import button, field, press, say

from bots.core.understanding import due


async def test_a_sentence_in_english_stands_on_the_timeline(acme):
    hualian = await acme.create("companies", name="Hualian Pumps")
    wang = await acme.create("contacts", name="Wang Wei", companies=[hualian["id"]])
    sentence = "met Wang at Hualian, wants 20 pumps for 30,000 EUR, send quote Friday"
    [message] = await say(acme, sentence)
    assert field(message, "company")["value"] == "Hualian Pumps"
    assert field(message, "contact")["value"] == "Wang Wei"
    assert field(message, "amount")["value"] == {"amount_minor": 3_000_000, "currency": "EUR"}
    assert field(message, "next_at")["value"][10:16] == "T09:00"
    assert field(message, "text")["value"] == sentence
    assert (await acme.get("activities"))["items"] == []

    [saved] = await press(acme, button(message, "save"))
    assert saved["card"]["kind"] == "saved"
    [entry] = [
        e
        for e in (await acme.get(f"companies/{hualian['id']}/timeline"))["items"]
        if e["kind"] == "activity"
    ]
    assert entry["data"]["text"] == sentence
    changes = (await acme.get(f"activities/{entry['id']}/timeline"))["items"]
    assert [c["data"]["source"] for c in changes if c["kind"] == "event"] == ["bot"]
    [task] = (await acme.get("tasks"))["items"]
    assert {link["id"] for link in task["links"]} == {hualian["id"], wang["id"]}


async def test_a_sentence_in_chinese_stands_on_the_timeline(acme):
    hualian = await acme.create("companies", name="华联泵业有限公司")
    await acme.create("contacts", name="王建国", companies=[hualian["id"]])
    sentence = "拜访华联王总，3月前要20台泵，嫌贵，周五发报价"
    [message] = await say(acme, sentence)
    assert field(message, "company")["value"] == "华联泵业有限公司"
    assert field(message, "contact")["value"] == "王建国"
    assert field(message, "kind")["value"] == "visit"
    await press(acme, button(message, "save"))
    [activity] = (await acme.get("activities"))["items"]
    assert (activity["kind"], activity["text"]) == ("visit", sentence)


@pytest.mark.parametrize(
    ("now", "then"), [("08:00", "09:00:00"), ("12:08", "14:00:00"), ("23:30", "23:59:59")]
)
def test_what_is_to_be_done_today_is_due_at_an_hour_to_come(now, then):
    with time_machine.travel(datetime.fromisoformat(f"2026-11-26T{now}+00:00"), tick=False):
        assert due(date(2026, 11, 26)) == datetime.fromisoformat(f"2026-11-26T{then}+00:00")
        assert due(date(2026, 11, 27)) == datetime(2026, 11, 27, 9, tzinfo=UTC)
