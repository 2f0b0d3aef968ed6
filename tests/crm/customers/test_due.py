"""The clock of the rules: by the formula, over random days."""

import math
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from crm.customers.reclaim.due import Condition, Facts, Rule, days_left, due

moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- hypothesis adds the zone
some_days = st.integers(1, 400)


def rule(*conditions, **options):
    return Rule(conditions=[Condition(kind=k, days=d) for k, d in conditions], **options)


@given(moments, moments, moments | st.none(), moments, some_days)
def test_days_left_are_days_minus_the_whole_days_since_the_start(made, got, spoke, now, days):
    facts = Facts(created_at=made, received_at=got, followed_at=spoke)
    end = due(rule(("no_follow_up", days)), facts)
    start = max(spoke or made, got)
    assert days_left(end, now) == days - math.floor((now - start) / timedelta(days=1))
    assert (days_left(end, now) <= 0) == (end <= now)


@given(moments, some_days, some_days)
def test_any_takes_the_first_and_all_the_last(got, one, two):
    facts = Facts(created_at=got, received_at=got)
    both = (("held", one), ("no_follow_up", two))
    assert due(rule(*both), facts) == got + timedelta(days=min(one, two))
    assert due(rule(*both, match="all"), facts) == got + timedelta(days=max(one, two))


@given(moments, some_days, some_days)
def test_a_protection_stops_the_clock_and_an_extension_gives_a_day(got, days, more):
    until = got + timedelta(days=more)
    guarded = Facts(created_at=got, received_at=got, protected_until=until)
    assert due(rule(("held", days)), guarded) == until + timedelta(days=days)
    extended = Facts(created_at=got, received_at=got, extended_until=until)
    assert due(rule(("held", days)), extended) == max(until, got + timedelta(days=days))


@given(moments, some_days)
def test_won_customers_and_open_deals_are_spared_if_the_firm_wants_it(got, days):
    won = Facts(created_at=got, received_at=got, status="customer")
    busy = Facts(created_at=got, received_at=got, open_deal=True)
    assert due(rule(("held", days)), won) is None
    assert due(rule(("held", days)), busy) is None
    keen = rule(("held", days), spare_customers=False, spare_deals=False)
    assert due(keen, won) == due(keen, busy) == got + timedelta(days=days)
    assert due(rule(("not_won", days), spare_customers=False), won) is None


@given(moments)
def test_a_level_has_days_of_its_own(got):
    short = Rule(conditions=[Condition(kind="held", days=60, levels={"A": 15})])
    level = {
        name: due(short, Facts(created_at=got, received_at=got, level=name)) for name in ("A", "B")
    }
    assert level["B"] - level["A"] == timedelta(days=45)
