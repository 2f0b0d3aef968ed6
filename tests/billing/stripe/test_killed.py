"""A process of ours is killed at each step towards Stripe: nothing is lost, nothing is doubled."""

import asyncio

import pytest
from dying import mother
from paying import pay

# More than the requests of any one deed.
STEPS = range(7)


@pytest.fixture(scope="module")
async def child(job_database):
    async with mother(job_database.dsn) as found:
        yield found


@pytest.fixture
def dying(shop, child):
    """A child does it until its request of that number was heard, and hears no answer."""

    async def attempt(step, **deed):
        reached = asyncio.Event()
        shop.twin.mishaps.extend([None] * step + [reached])
        killed = await child.dies(reached, stripe=shop.twin.url, **deed)
        shop.twin.mishaps.clear()
        return killed

    return attempt


async def deaths_of(dying, **deed):
    """How often it was killed until it came to its end."""
    for step in STEPS:
        if not await dying(step, **deed):
            return step
    raise AssertionError("it never came to its end")


def charges(shop):
    return [row["amount"] for row in shop.twin.ledger.all("charge")]


async def test_seats_are_charged_once_whenever_the_process_was_killed(shop, acme, dying):
    await shop.buy(acme)
    deaths = 0
    for step in STEPS:
        seats, before = 4 + step, len(charges(shop))
        deaths += await dying(step, tenant=acme.workspace_id, seats=seats)
        assert await acme.status("POST", "billing/changes", json={"seats": seats}) == 204
        assert len(charges(shop)) == before + 1
        assert (await acme.get("billing"))["seats"] == seats
    assert deaths >= 4


async def test_a_bill_in_advance_is_one_whenever_the_process_was_killed(shop, acme, dying):
    order = await acme.post("billing/orders", expected=201, plan="team", seats=3)
    job = {"job": "billing.prepaid.bill", "payload": {"order": order["id"]}}
    assert await deaths_of(dying, tenant=acme.workspace_id, **job) >= 3
    await shop.work()
    (made,) = shop.twin.ledger.all("invoice")
    assert (made["status"], made["total"]) == ("open", order["amount"]["amount_minor"])


async def test_what_was_told_has_its_effect_once_whenever_the_worker_was_killed(
    shop, acme, dying, admin, begun
):
    page = await acme.post("billing/checkout", expected=201, plan="team", seats=3)
    assert (await pay(page["url"])).status_code == 303
    await shop.twin.post.bring(shop.hook)
    waiting = (
        "SELECT id FROM billing_event WHERE state = 'waiting' AND received_at >= $1 "
        "ORDER BY received_at DESC"
    )
    event = await admin.fetchval(waiting, begun)
    assert await deaths_of(dying, job="billing.heard", payload={"event": event}) >= 1
    await shop.work()
    assert (await acme.get("billing"))["status"] == "active"
    told = [one for one in (await acme.get("audit"))["items"] if one["actor_name"] == "Stripe"]
    assert len(told) == 1
    assert await admin.fetchval(waiting, begun) is None
