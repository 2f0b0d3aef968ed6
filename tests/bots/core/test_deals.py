"""Deals in the chat: a note moves the customer's deal, or opens one, by one tap."""

from typing import Any

from chatting import button, kinds, press, say


async def saved(acme: Any, text: str) -> Any:
    [message] = await say(acme, text)
    [done] = await press(acme, button(message, "save"))
    return done


async def test_a_note_with_an_amount_opens_a_deal_by_one_tap_and_is_told_of_it(acme):
    company = await acme.create("companies", name="Hualian Pumps")
    done = await saved(acme, "met Hualian Pumps, quoted 5,000 USD")
    assert (await acme.get("deals"))["items"] == []
    open_it = button(done, "deal_new")
    await press(acme, open_it)
    await press(acme, open_it)
    [deal] = (await acme.get("deals"))["items"]
    assert deal["amount"] == {"amount_minor": 500_000, "currency": "USD"}
    assert (deal["companies"], deal["source"]) == ([company["id"]], "chat")
    assert deal["last_activity_at"]
    await press(acme, button(done, "undo"))
    assert (await acme.get("deals"))["items"] == []


async def test_a_note_moves_the_one_open_deal_and_the_tap_is_taken_back(acme):
    company = await acme.create("companies", name="Hualian Pumps")
    deal = await acme.create("deals", name="20 pumps", companies=[company["id"]])
    done = await saved(acme, "Hualian Pumps: negotiating the contract, deal now 6,000 USD")
    assert "deal_new" not in kinds(done)
    [moved] = await press(acme, button(done, "deal_move"))
    assert "Negotiation" in moved["text"]
    [priced] = await press(acme, button(done, "deal_amount"))
    found = await acme.get(f"deals/{deal['id']}")
    assert found["amount"] == {"amount_minor": 600_000, "currency": "USD"}
    assert found["last_activity_at"]
    await press(acme, button(moved, "deal_move"))
    await press(acme, button(priced, "deal_amount_back"))
    found = await acme.get(f"deals/{deal['id']}")
    assert (found["amount"], found["stage_id"]) == (None, deal["stage_id"])


async def test_my_deals_are_listed_moved_won_and_lost_with_a_reason(acme):
    rep = await acme.member("rep")
    assert "no open deals" in (await say(rep, "/deals"))[0]["text"]
    await acme.create("deals", name="Hidden")
    mine = await rep.create("deals", name="Mine")
    [listed] = await say(rep, "/deals")
    assert "Mine (Contacted)" in listed["text"]
    assert "Hidden" not in listed["text"]
    [one] = await press(rep, button(listed, "deal"))
    await press(rep, button(one, "deal_move", "→ Quote"))
    [asked] = await press(rep, button(one, "deal_lost"))
    [lost] = await press(rep, button(asked, "deal_lose", "Price"))
    assert (await rep.get(f"deals/{mine['id']}"))["lost_reason"] == "price"
    [again] = await press(rep, button(lost, "deal_reopen"))
    await press(rep, button(again, "deal_win"))
    assert (await rep.get(f"deals/{mine['id']}"))["status"] == "won"


async def test_a_gate_is_told_and_who_only_reads_moves_nothing(acme):
    stages = (await acme.get("pipelines"))["items"][0]["stages"]
    await acme.edit(f"stages/{stages[2]['id']}", needs=["amount"])
    await acme.create("deals", name="Mine")
    [listed] = await say(acme, "/deals")
    [one] = await press(acme, button(listed, "deal"))
    [refused] = await press(acme, button(one, "deal_move", "→ Quote"))
    assert "Amount" in refused["text"]
    viewer = await acme.member("viewer")
    assert await viewer.status("POST", f"chat/actions/{button(one, 'deal_win')}") == 404
