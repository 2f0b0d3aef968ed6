"""What comes in: the figures of a random history, against reckoning them one by one in Python."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from uuid import UUID

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from billing.plans.shelf import Offer, Price
from billing.revenue.figures import bounds, monthly, months, trials
from billing.revenue.service import MONTHS, keep
from billing.subscription.bought import Bought
from kernel import clock
from kernel.ids import uuid7
from kernel.transaction import UnitOfWork

pytestmark = pytest.mark.usefixtures("desk")
START = datetime(2025, 1, 1, tzinfo=UTC)
UNIT = {"month": 1999, "year": 19_900}
# A currency of nobody else's, so that the figures are of this history alone.
TEST, MOST = "XTS", 18
OFFER = Offer(
    version_id=uuid7(), number=1, plan="team", rank=2, names={}, abouts={}, free=False,
    trial_days=14, limits={}, per_seat=[], features=[],
    prices={f"{TEST} {interval}": Price(unit) for interval, unit in UNIT.items()},
)  # fmt: skip
DEED = st.tuples(
    st.integers(0, 1),
    st.integers(1, 45),
    st.sampled_from(["free", "trialing", "active", "active", "active", "past_due", "canceled"]),
    st.sampled_from(["month", "year"]),
    st.integers(1, 5),
)


def bought(tenant, status, interval, quantity, now):
    return Bought(
        tenant_id=tenant, provider="manual", customer_id=None, subscription_id=None, item_id=None,
        version_id=OFFER.version_id, interval=interval, currency=TEST, quantity=quantity,
        status=status, created_at=now, updated_at=now,
        past_due_since=now if status == "past_due" else None,
    )  # fmt: skip


def worth(status, interval, quantity):
    pays = status in {"active", "past_due"}
    return UNIT[interval] * quantity * MONTHS[interval] if pays else 0


def reckoned(history, begin, end):
    """The month by its definition: each firm at its beginning and at its end."""
    told = Counter()
    for firm in (0, 1):
        at = {begin: 0, end: 0}
        for moment in at:
            for when, who, *what in history:
                if who == firm and when <= moment:
                    at[moment] = worth(*what)
        a, b = at[begin], at[end]
        told["before"] += a
        told["after"] += b
        told["new"] += b if not a else 0
        told["churned"] += a if not b else 0
        told["expansion"] += max(b - a, 0) if a and b else 0
        told["contraction"] += max(a - b, 0) if a and b else 0
        told["payers"] += a > 0
        told["lost"] += a > 0 and b == 0
    return told


async def written(database, tenant, deeds):
    """The history of one firm, as whoever writes its subscription has it kept."""
    uow = UnitOfWork(database)
    await uow.begin(tenant)
    for moment, *what in deeds:
        with time_machine.travel(moment, tick=True):
            await keep(uow, bought(tenant, *what, moment), OFFER)
    await uow.finish(commit=True)


async def seen(app, ask, moment):
    work = await app.inner.state.overlook.begin()
    with time_machine.travel(moment, tick=True):
        answer = await ask(work)
    await work.finish(commit=False)
    return answer


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(deeds=st.lists(DEED, min_size=1, max_size=9))
async def test_every_month_is_as_reckoned_one_by_one(acme, globex, app, database, admin, deeds):
    await admin.execute("DELETE FROM revenue_span WHERE currency = $1", TEST)
    await admin.execute("DELETE FROM revenue_span WHERE ended_at IS NULL")
    history, now = [], START
    for firm, days, *what in deeds:
        now += timedelta(days=days, hours=7)
        history.append((now, firm, *what))
    for who, firm in enumerate((acme, globex)):
        mine = [(when, *what) for when, firm_, *what in history if firm_ == who]
        await written(database, UUID(firm.workspace_id), mine)
    now += timedelta(days=40)
    found = {m.month: m for m in await seen(app, months_of_all, now) if m.currency == TEST}
    for begin, end in zip(*bounds(now, MOST), strict=True):
        told, month = reckoned(history, begin, end), found.get(begin)
        for name in ("before", "after", "new", "expansion", "contraction", "churned", "payers"):
            assert (getattr(month, name) if month else 0) == told[name], (begin, name)
        assert (month.lost if month else 0) == told["lost"]
        grown = told["new"] + told["expansion"] - told["contraction"] - told["churned"]
        assert told["before"] + grown == told["after"]


async def months_of_all(work):
    return await months(work, most=MOST)


@given(st.integers(0, 10**12))
def test_a_month_is_a_twelfth_rounded_half_up(yearly):
    assert monthly(yearly) == int(Fraction(yearly, 12) + Fraction(1, 2))


async def test_a_trial_that_was_paid_for_is_told_apart_from_one_that_ended(
    acme, globex, app, console, paying
):
    before = await seen(app, trials, clock.now())
    assert before.converted >= 1
    page = await console.open("/operator/money")
    assert "EUR" in page
