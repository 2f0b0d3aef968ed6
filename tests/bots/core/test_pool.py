"""The pool in the chat: listed, claimed, and asked about before a customer goes back."""

from datetime import timedelta

from chatting import button, kinds, press, say, work
from pooling import claim, owners, pool_of, pooled

from kernel import clock


async def test_a_rep_lists_and_claims_in_the_chat(acme):
    rita = await acme.member("rep", "Rita")
    pool = await pool_of(acme, hidden_fields=["city"])
    hualian = await pooled(acme, pool, "Hualian", city="Wuxi")
    [message] = await say(rita, "/pool")
    assert "Hualian" in message["text"]
    assert "Wuxi" not in message["text"]
    [answer] = await press(rita, button(message, "pool_claim"))
    assert "yours" in answer["text"]
    assert (await owners(acme, hualian))[0][:2] == ("Rita", "claim")


async def test_who_comes_too_late_is_told_so_and_who_may_not_gets_no_button(acme):
    rita, vera = await acme.member("rep", "Rita"), await acme.member("viewer", "Vera")
    pool = await pool_of(acme)
    hualian = await pooled(acme, pool, "Hualian")
    [message] = await say(rita, "公海")
    [seen] = await say(vera, "/pool")
    assert seen["actions"] == []
    assert await claim(acme, pool, hualian) == 201
    [answer] = await press(rita, button(message, "pool_claim"))
    assert "took this already" in answer["text"]


async def warned(acme, rita, database, monkeypatch):
    """Rita's customer goes back in two days, and she was told so in the chat."""
    pool = await pool_of(acme)
    said = {"conditions": [{"kind": "no_follow_up", "days": 30}]}
    await acme.create(f"pools/{pool['id']}/rules", **said)
    hualian = await rita.create("companies", name="Hualian")
    later = clock.now() + timedelta(days=28)
    with monkeypatch.context() as moved:
        moved.setattr(clock, "now", lambda: later)
        await work(database, "reclaim.run", {}, acme.workspace_id)
    messages = (await rita.get("chat/messages"))["items"]
    [message] = [m for m in messages if "pool_days" in kinds(m)]
    return hualian, message


async def test_a_warning_is_answered_by_a_visit_or_by_giving_up(acme, database, monkeypatch):
    rita = await acme.member("rep", "Rita")
    hualian, message = await warned(acme, rita, database, monkeypatch)
    await press(rita, button(message, "pool_visit"))
    [answer] = await say(rita, "Met Wang, he is still interested")
    assert "Logged" in answer["text"]
    await press(rita, button(message, "pool_give_up"))
    [answer] = await say(rita, "No budget this year")
    assert "lies in the pool" in answer["text"]
    assert (await owners(acme, hualian["id"]))[0][2] == "release"


async def test_more_days_are_asked_for_and_granted_in_the_chat(acme, database, monkeypatch):
    rita = await acme.member("rep", "Rita")
    hualian, message = await warned(acme, rita, database, monkeypatch)
    await press(rita, button(message, "pool_days"))
    [asked] = [m for m in (await acme.get("chat/messages"))["items"] if "pool_grant" in kinds(m)]
    await press(acme, button(asked, "pool_grant"))
    left = (await rita.get(f"companies/{hualian['id']}/reclaim"))["days_left"]
    assert left == 44
