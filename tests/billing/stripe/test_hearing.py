"""What Stripe tells is believed of nobody else, and of Stripe only as a hint."""

import asyncio
import itertools
import json
import time

import pytest
from paying import pay
from stripe_twin.customers import DECLINES_LATER, give_card
from stripe_twin.ledger import Ledger
from stripe_twin.post import SECRET, signed, written
from stripe_twin.subscriptions import cancel_subscription, update_subscription

from billing.webhooks.catching_up import catch_up
from billing.webhooks.inbox import receive
from billing.webhooks.letters import read

EVENT = {"id": "evt_1", "object": "event", "type": "customer.updated", "created": 1}
EVENT |= {"livemode": False, "data": {"object": {"object": "customer", "id": "cus_1"}}}
BODY = json.dumps(EVENT).encode()
STEPS = ("created", "updated", "deleted", "paid", "failed")


async def kept(database, id="evt_1"):
    row = await database.pool.fetchrow("SELECT state, error FROM billing_event WHERE id = $1", id)
    return tuple(row) if row else None


FORGED = {
    "nothing": dict,
    "nonsense": lambda: {"Stripe-Signature": "nonsense"},
    "two moments": lambda: {"Stripe-Signature": "t=1,t=2,v1=00"},
    "no moment": lambda: {"Stripe-Signature": f"t={'9' * 400},v1=00"},
    "old": lambda: signed(BODY, at=time.time() - 310),
    "of tomorrow": lambda: signed(BODY, at=time.time() + 310),
    "another secret": lambda: signed(BODY, "whsec_other"),
    "another scheme": lambda: {
        "Stripe-Signature": signed(BODY)["Stripe-Signature"].replace("v1", "v0")
    },
    "written anew": lambda: signed(json.dumps(EVENT, indent=1).encode()),
}


@pytest.mark.parametrize("how", FORGED)
async def test_what_stripe_did_not_sign_just_now_is_not_kept(shop, database, how):
    assert await shop.hook(BODY, FORGED[how]()) == 400
    assert await kept(database) is None


@pytest.mark.parametrize(
    "body", [b"[]", b"\xff\xfe", b"\xef\xbb\xbf{}", b"{}", b"[" * 100_000, b'{"id": "\\u0000"}']
)
async def test_what_is_signed_and_makes_no_sense_is_refused(shop, body):
    assert await shop.hook(body, signed(body)) == 400


@pytest.mark.parametrize(
    ("odd", "why"),
    [
        ({"livemode": True}, "of the other mode"),
        ({"account": "acct_other"}, "of another account"),
        ({"type": "something.new", "data": {"object": {}}}, "of no customer"),
        ({}, "of a customer that we do not know"),
    ],
)
async def test_what_is_not_for_us_is_kept_and_has_no_effect(shop, database, odd, why):
    id = f"evt_{time.time_ns()}"
    body = json.dumps({**EVENT, "id": id, **odd}).encode()
    assert await shop.hook(body, signed(body)) == 200
    await shop.work()
    assert await kept(database, id) == ("ignored", why)


async def test_another_secret_is_good_while_it_is_changed(shop, app):
    settings = app.inner.state.settings
    app.inner.state.settings = type(settings)(
        **{
            name: getattr(settings, name)
            for name in settings.__struct_fields__
            if name != "stripe_webhook_secret"
        },
        stripe_webhook_secret=f"whsec_new,{SECRET}",
    )
    body = json.dumps({**EVENT, "id": "evt_rolled"}).encode()
    assert await shop.hook(body, signed(body)) == 200
    assert await shop.hook(body, signed(body, "whsec_new")) == 200


async def test_what_was_bought_is_there_within_a_moment_and_in_the_audit(shop, acme):
    await shop.buy(acme, seats=4)
    now = await acme.get("billing")
    assert (now["plan"], now["status"], now["seats"]) == ("team", "active", 4)
    audit = await acme.get("audit")
    told = [one for one in audit["items"] if one["actor_name"] == "Stripe"]
    assert [(one["record_type"], one["after"]["status"]) for one in told] == [
        ("subscription", "active")
    ]


async def test_in_whatever_order_and_however_often_it_is_told_it_ends_alike(shop, acme, outside):
    await shop.buy(acme)
    ledger: Ledger = shop.twin.ledger
    found = ledger.all("subscription")[-1]
    told = [event for event in ledger.events if event["type"] == "customer.subscription.created"]
    give_card(ledger, found["customer"], DECLINES_LATER)
    ledger.advance(days=40)
    await pay(await _portal(shop, acme))
    cancel_subscription(ledger, {}, found["id"])
    kinds = {
        "updated": "customer.subscription.updated",
        "deleted": "customer.subscription.deleted",
        "paid": "invoice.paid",
        "failed": "invoice.payment_failed",
    }
    events = {"created": told[-1]} | {
        step: [event for event in ledger.events if event["type"] == kind][-1]
        for step, kind in kinds.items()
    }
    shop.twin.post.waiting.clear()
    ends = set()
    for number, order in enumerate(itertools.permutations(STEPS)):
        async with outside() as uow:
            for step in [*order, order[number % len(order)]]:
                body = written({**events[step], "id": f"{events[step]['id']}_{number}"})
                await receive(uow, read(body), live=False)
        await shop.work()
        ends.add(json.dumps(await acme.get("billing"), sort_keys=True))
    (end,) = ends
    assert json.loads(end)["status"] == "canceled"


async def _portal(shop, firm):
    return (await firm.post("billing/portal", expected=201))["url"]


async def test_an_answer_that_was_slow_is_not_written_over_a_newer_one(shop, acme, outside):
    await shop.buy(acme)
    ledger = shop.twin.ledger
    found = ledger.all("subscription")[-1]

    async def look():
        async with outside(acme) as uow:
            await catch_up(uow, found["customer"])

    def sold(seats):
        item = {"id": found["items"]["data"][0]["id"], "quantity": seats}
        update_subscription(ledger, {"items": [item], "proration_behavior": "none"}, found["id"])

    sold("5")
    shop.twin.mishaps.append(0.2)
    slow = asyncio.create_task(look())
    while shop.twin.mishaps:  # noqa: ASYNC110 -- the twin cannot say that it was asked
        await asyncio.sleep(0)
    sold("7")
    await look()
    await slow
    assert (await acme.get("billing"))["seats"] == 7


async def test_two_firms_never_share_a_customer(shop, acme, globex, database):
    await shop.buy(acme)
    theirs = shop.twin.ledger.all("customer")[-1]["id"]
    twin = shop.twin.ledger
    twin.tables["customer"] = {}
    # As if Stripe gave the same customer twice: the second firm gets nothing.
    shop.twin._kept.clear()
    twin._numbers = itertools.chain([0, int(theirs[4:])], twin._numbers)
    order = {"plan": "team", "interval": "month", "seats": 2}
    assert await globex.status("POST", "billing/checkout", json=order) == 409


async def test_events_of_a_firm_that_is_stopped_change_nothing(shop, acme, admin, database):
    await shop.buy(acme)
    await admin.execute(
        "UPDATE workspace SET status = 'suspended' WHERE id = $1", acme.workspace_id
    )
    cancel_subscription(shop.twin.ledger, {}, shop.twin.ledger.all("subscription")[-1]["id"])
    await shop.post()
    row = await admin.fetchrow(
        "SELECT status FROM subscription WHERE tenant_id = $1", acme.workspace_id
    )
    assert row["status"] == "active"
