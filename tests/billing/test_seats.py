"""Seats: bought, taken, handed on, given back; never charged without a word."""

import asyncio
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from billing.gateway.reckoning import left_of, prorated
from kernel import clock
from kernel.money import Money


async def invite(owner, email, role="rep"):
    return await owner.status("POST", "invitations", json={"email": email, "role": role})


async def test_the_last_seat_goes_to_one_of_many_and_viewers_are_free(paying, desk):
    for n in range(3):
        await paying.member("rep", f"rep{n}")
    many = [invite(paying, f"late{n}@example.com") for n in range(6)]
    assert sorted(await asyncio.gather(*many)) == [201] + [402] * 5
    # Nothing was bought behind anybody's back.
    assert desk.subscriptions[next(iter(desk.subscriptions))].quantity == 5
    assert await invite(paying, "looker@example.com", "viewer") == 201
    viewer = await paying.member("viewer")
    me = next(m for m in (await paying.get("members"))["items"] if m["email"] == viewer.email)
    assert await paying.status("PATCH", f"members/{me['id']}", json={"role": "rep"}) == 402


async def test_a_role_that_may_more_than_look_takes_the_seats_of_all_who_have_it(paying):
    for n in range(5):
        await paying.member("viewer", f"viewer{n}")
    records = {"*": {"see": "all", "edit": "all"}}
    assert await paying.status("PATCH", "roles/viewer", json={"records": records}) == 402


async def test_the_price_is_said_first_and_more_seats_hold_at_once(paying, desk, later):
    with later(15):
        asked = await paying.post("billing/prices", seats=6)
        told = asked["price"]
        assert asked["at_once"]
        assert told["today"] == {"amount_minor": 750, "currency": "EUR"}
        assert told["next"] == {"amount_minor": 9000, "currency": "EUR"}
        assert (await paying.get("billing"))["seats"] == 5
        await paying.post("billing/changes", 204, seats=6, at=told["at"])
        assert (await paying.get("billing"))["seats"] == 6


async def test_the_currency_is_chosen_before_the_first_payment(desk, globex, paying, browser):
    async def price(firm, currency):
        wish = {"plan": "team", "seats": 6, "currency": currency}
        answer = await firm.request("POST", "billing/prices", json=wish)
        return answer.status_code, answer.json().get("price", {}).get("next")

    assert await price(globex, "EUR") == (200, {"amount_minor": 9_000, "currency": "EUR"})
    assert [(await price(globex, "GBP"))[0], (await price(paying, "USD"))[0]] == [422, 422]
    await browser.sign_in(globex.email)
    shown = await browser.open(f"/{globex.slug}/settings/billing/plans?currency=CNY")
    assert "¥99" in shown
    onward = "billing/change?plan=team&amp;interval=month&amp;currency=CNY"
    assert onward in shown
    await globex.post("billing/checkout", expected=201, plan="team", currency="EUR")
    assert desk.wish.currency == "EUR"
    order = {"plan": "team", "seats": 1, "by": "transfer", "currency": "CNY"}
    assert (await globex.post("billing/orders", expected=201, **order))["amount"] == {
        "amount_minor": 99_000,
        "currency": "CNY",
    }


async def test_a_price_that_was_looked_at_long_ago_is_looked_at_again(paying):
    stale = (clock.now() - timedelta(hours=2)).isoformat()
    assert await paying.status("POST", "billing/changes", json={"seats": 6, "at": stale}) == 422


async def test_fewer_seats_come_with_the_next_period_and_the_owner_says_who_looks_on(
    paying, told, later
):
    reps = [await paying.member("rep", f"rep{n}") for n in range(3)]
    people = (await paying.get("billing/seats"))["items"]
    chosen = people[1]["id"]
    assert await paying.status("POST", "billing/changes", json={"seats": 3}) == 422
    await paying.post("billing/changes", 204, seats=3, without=[chosen])
    assert (await paying.get("billing"))["planned"]["seats"] == 3
    company = {"json": {"name": "Hualian"}}
    assert await reps[0].status("POST", "companies", **company) == 201
    with later(31):
        assert await reps[0].status("POST", "companies", **company) == 403
        assert await reps[2].status("POST", "companies", **company) == 201
        await told(paying, quantity=3, next_quantity=None, next_at=None)
        handed = {"from": people[3]["id"]}
        assert await paying.status("PUT", f"billing/seats/{chosen}", json=handed) == 204
        assert await reps[0].status("POST", "companies", **company) == 201
        assert await reps[2].status("POST", "companies", **company) == 403


async def test_who_changes_their_mind_keeps_everything(paying, later):
    rep = await paying.member("rep")
    one = (await paying.get("billing/seats"))["items"][1]["id"]
    await paying.post("billing/changes", 204, seats=1, without=[one])
    assert await paying.status("DELETE", "billing/changes") == 204
    assert (await paying.get("billing"))["planned"] is None
    with later(31):
        assert await rep.status("POST", "companies", json={"name": "Hualian"}) == 201


async def test_a_cancelled_subscription_runs_to_its_end_and_can_be_renewed(paying, desk, later):
    assert await paying.status("POST", "billing/cancellation", json={"reason": "dear"}) == 201
    with later(29):
        assert (await paying.get("billing"))["plan"] == "team"
    with later(31):
        assert (await paying.get("billing"))["because"] == "free"
    assert await paying.status("DELETE", "billing/cancellation") == 204
    with later(31):
        assert (await paying.get("billing"))["plan"] == "team"


async def test_who_wants_to_leave_is_offered_less_once(paying, browser):
    await browser.sign_in(paying.email)
    said = []
    for _time in range(2):
        assert await paying.status("POST", "billing/cancellation", json={}) == 201
        page = await browser.open(f"/{paying.slug}/settings/billing/leaving")
        said.append("€22.50 in place of €75" in page)
        said.append(await paying.status("DELETE", "billing/cancellation?cheaper=true"))
    assert said == [True, 204, False, 409]
    assert await paying.status("DELETE", "billing/cancellation") == 204


async def test_while_the_provider_is_away_the_plan_works_and_nothing_is_bought(paying, desk):
    desk.away = True
    assert await paying.status("POST", "companies", json={"name": "Hualian"}) == 201
    assert await paying.status("POST", "billing/changes", json={"seats": 6}) == 503
    assert (await paying.get("billing"))["seats"] == 5


START = datetime(2026, 11, 1, tzinfo=UTC)
moments = st.integers(0, 30 * 24 * 3600).map(lambda seconds: START + timedelta(seconds=seconds))


@given(moments, st.integers(0, 10**9), st.integers(0, 10**9))
def test_there_and_back_in_the_same_moment_costs_nothing(at, before, after):
    share = left_of(START, START + timedelta(days=30), at)
    old, new = Money(before, "EUR"), Money(after, "EUR")
    due = prorated(old, new, share).amount_minor
    assert due == -prorated(new, old, share).amount_minor
    assert abs(due) <= abs(after - before) + 1
    assert abs(due - (after - before) * share) <= 1
