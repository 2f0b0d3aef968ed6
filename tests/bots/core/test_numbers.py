"""Targets and ranks, asked for in the chat."""

from chatting import say
from dealings import NOW
from roles import ids_of


async def test_a_rep_hears_of_their_own_target_and_place(acme):
    rita = await acme.member("rep", "Rita")
    people, month = await ids_of(acme), f"{NOW:%Y-%m}"
    [nothing] = await say(rita, "/target")
    assert "No targets" in nothing["text"]
    wish = {"metric": "won_deals", "period": month, "value": 4}
    both = {"items": [{**wish, "member_id": people["Rita"]}, wish]}
    assert await acme.status("PUT", "numbers/targets", json=both) == 200
    deal = await rita.create("deals", name="Pumps")
    await rita.post(f"deals/{deal['id']}/winning")
    [told] = await say(rita, "/target")
    assert f"{month}, Rita, Won deals: 1 of 4 (25%)" in told["text"]
    assert "the firm" not in told["text"]
    [told] = await say(acme, "目标")
    assert f"{month}, the firm, Won deals: 1 of 4 (25%)" in told["text"]
    [told] = await say(rita, "/rank")
    assert "Won deals: 1. Rita 1" in told["text"]
