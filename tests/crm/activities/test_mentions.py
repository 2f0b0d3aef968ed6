"""A colleague who is named in a note hears of it, if they may see it."""

from uuid import uuid4

import pytest
from chatting import button, press, say, work

from crm.activities.mentions.naming import mentioned
from crm.records.people import Named
from tenants.access.roles import role_of


async def told(member, database, activity, author=""):
    payload = {"id": activity["id"], "author": author, "before": ""}
    await work(database, "mention.tell", payload, member.workspace_id)
    return [n for n in (await member.get("notifications"))["items"] if n["kind"] == "mention"]


@pytest.mark.parametrize("text", ["@Anna please call them", "回头@Anna跟进一下"])
async def test_who_is_named_is_told_in_the_bell_and_in_the_chat(acme, database, text):
    anna = await acme.member("admin", "Anna")
    me = next(m["id"] for m in (await acme.get("members"))["items"] if m["role"] == "owner")
    await acme.create("companies", name="Hualian Pumps")
    [card] = await say(acme, f"visited Hualian, {text}")
    [saved] = await press(acme, button(card, "save"))
    assert "Anna will be told." in saved["text"]
    [activity] = (await acme.get("activities"))["items"]
    [notice] = await told(anna, database, activity, me)
    assert ("mentions you" in notice["title"], text in notice["body"]) == (True, True)
    assert "mentions you" in (await anna.get("chat/messages"))["items"][-1]["text"]


async def test_who_may_not_see_it_and_who_wrote_it_hear_nothing(acme, database):
    rita = await acme.member("rep", "Rita")
    me = next(m for m in (await acme.get("members"))["items"] if m["role"] == "owner")
    note = await acme.create("activities", kind="note", text=f"@Rita @{me['name']} look")
    assert await told(rita, database, note, me["id"]) == []
    assert await told(acme.owner, database, note, me["id"]) == []


def test_a_name_that_two_have_and_an_address_of_mail_mean_nobody():
    def one(name, *, active=True):
        return Named(uuid4(), name, active, role_of("rep", None), None, ())

    anna, li = one("Anna Berg"), one("李娜")
    everybody = [anna, one("Anna Lang"), li, one("Tom", active=False)]
    assert mentioned("@Anna call; x@anna.com; @Tom", everybody) == []
    assert mentioned("@anna berg, ＠李娜跟进一下 @李娜", everybody) == [anna.id, li.id]
    assert mentioned("@Annabel", [one("Anna")]) == []
