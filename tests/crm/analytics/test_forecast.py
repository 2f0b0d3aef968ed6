"""The forecast against the same worked out by hand, and against what came."""

from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

import pytest
from chatting import work
from dealings import TODAY, Dealing, Dealings, sums
from hypothesis import given
from hypothesis import strategies as st
from roles import hire, ids_of, role
from surfer import Surfer

from crm.analytics.forecast.service import accuracy, coverage
from crm.analytics.periods import Period, around, read

SHARES = {0: 10, 1: 25, 2: 50, 3: 75}
MONTH = around("month", TODAY)
QUARTER = around("quarter", TODAY)


def weighted(found: list[Dealing]) -> int:
    exact = sum(
        Decimal(d.worth or 0) * (SHARES[d.stage] if d.probability is None else d.probability)
        for d in found
    )
    return int((exact / 100).quantize(Decimal(1), ROUND_HALF_EVEN))


def due(dealings: list[Dealing], period: Period, *names: str) -> list[Dealing]:
    return [
        deal
        for deal in dealings
        if deal.status == "open"
        and deal.due is not None
        and period.first <= deal.due < period.after
        and deal.forecast in names
    ]


def won(dealings: list[Dealing], period: Period) -> list[Dealing]:
    return [
        deal
        for deal in dealings
        if deal.status == "won"
        and deal.closed_at is not None
        and period.first <= deal.closed_at.date() < period.after
    ]


def expected(dealings: list[Dealing], period: Period) -> int:
    rest = weighted(due(dealings, period, "best_case", "pipeline"))
    return sums(won(dealings, period))[1] + sums(due(dealings, period, "commit"))[1] + rest


def figure(said: Any) -> tuple[int, int, int]:
    return said["count"], said["worth"], said["unrated"]


@pytest.mark.parametrize("period", [MONTH, QUARTER])
async def test_the_forecast_is_won_and_commit_and_the_weighted_rest(
    acme: Any, dealings: Dealings, period: Period
) -> None:
    said = await acme.get("numbers/forecast", period=period.code)
    found, every = said["forecast"], dealings.all
    assert figure(found["won"]) == sums(won(every, period))
    for name in ("commit", "best_case", "pipeline", "omit"):
        assert figure(found[name]) == sums(due(every, period, name))
    assert found["forecast"] == expected(every, period)
    open_ones = due(every, period, "commit", "best_case", "pipeline")
    assert (found["weighted"], found["open"]) == (weighted(open_ones), sums(open_ones)[1])
    late = [d for d in every if d.status == "open" and d.due and d.due < TODAY]
    assert figure(found["slipped"]) == sums(late)
    listed = await acme.get("deals", filter=found["slipped"]["filter"], limit=200)
    assert {item["id"] for item in listed["items"]} == {str(d.id) for d in late}


async def test_reps_add_up_and_each_sees_but_their_own(acme: Any, dealings: Dealings) -> None:
    said = await acme.get("numbers/forecast", period=QUARTER.code)
    for line in said["reps"]:
        mine = [d for d in dealings.all if str(d.owner) == line["key"]]
        assert line["forecast"] == expected(mine, QUARTER)
    people, rita = await ids_of(acme), await acme.member("rep", "Rita")
    own = await rita.get("numbers/forecast", period=QUARTER.code)
    hers = [d for d in dealings.all if str(d.owner) == people["Rita"]]
    assert own["forecast"]["forecast"] == expected(hers, QUARTER)
    assert [line["key"] for line in own["reps"]] == [people["Rita"]]
    asked = await acme.get("numbers/forecast", period=QUARTER.code, owner=people["Rita"])
    assert asked["forecast"]["forecast"] == own["forecast"]["forecast"]


async def test_a_snapshot_is_what_the_forecast_was(
    acme: Any, dealings: Dealings, admin: Any, database: Any
) -> None:
    await work(database, "forecast.take", {}, acme.workspace_id)
    before = await acme.get("numbers/forecast", period=QUARTER.code)
    await work(database, "forecast.take", {}, acme.workspace_id)
    [week] = (await acme.get("numbers/forecast", period=QUARTER.code))["snapshots"]
    assert week["forecast"] == pytest.approx(before["forecast"]["forecast"], abs=6)
    assert (week["won"], week["commit"]) == (
        before["forecast"]["won"]["worth"],
        before["forecast"]["commit"]["worth"],
    )
    rita = await acme.member("rep", "Rita")
    own = await rita.get("numbers/forecast", period=QUARTER.code)
    [seen] = own["snapshots"]
    assert seen["won"] == own["forecast"]["won"]["worth"]
    earlier = QUARTER.moved(-1)
    await admin.execute(
        "UPDATE forecast_snapshot SET taken_on = $2, month = $2 WHERE tenant_id = $1",
        dealings.tenant,
        earlier.first,
    )
    said = (await acme.get("numbers/forecast", period=QUARTER.code))["accuracy"]
    [past] = [one for one in said if one["period"] == earlier.code]
    actual = sums(won(dealings.all, earlier))[1]
    assert past["accuracy"] == pytest.approx(accuracy(past["forecast"], actual))


async def test_whoever_sees_no_amounts_sees_no_sums(acme: Any) -> None:
    await role(acme, "Blind", fields={"deal": {"amount": "hidden"}})
    blind = await hire(acme, "blind", "Bo")
    await blind.create("deals", name="Pumps")
    said = await blind.get("numbers/forecast")
    assert said["forecast"]["forecast"] is None
    assert said["forecast"]["pipeline"]["worth"] is None
    assert "Amounts are hidden" in (await Surfer(blind).open("numbers/forecast")).text
    assert "Worth" not in (await Surfer(blind).open("numbers")).text


async def test_figures_of_others_are_as_absent_as_nobodys(acme: Any, globex: Any) -> None:
    theirs = next(iter((await ids_of(globex)).values()))
    for name, value in (("owner", theirs), ("team", theirs), ("product", theirs)):
        answer = await acme.request("GET", "numbers/forecast", params={name: value})
        assert (answer.status_code, theirs in answer.text) == (404, False)


@given(forecast=st.integers(0, 10**12), actual=st.integers(0, 10**12))
def test_accuracy_is_one_when_exact_and_none_of_nothing(forecast: int, actual: int) -> None:
    said = accuracy(forecast, actual)
    if actual == 0:
        assert said is None
    else:
        assert said == pytest.approx(1 - abs(forecast - actual) / actual)


@given(st.integers(0, 10**9), st.integers(1, 10**9), st.integers(0, 10**9))
def test_coverage_is_of_what_is_missing(open_: int, target: int, closed: int) -> None:
    said = coverage(open_, target, closed)
    assert (said is None) is (closed >= target)
    assert said is None or said * (target - closed) == pytest.approx(open_)


@given(
    st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from(["month", "quarter", "year"])
)
def test_a_period_holds_its_day_and_reads_back(day: date, kind: Any) -> None:
    period = around(kind, day)
    assert period.first <= day < period.after
    assert read(period.code) == period
    assert period.moved(1).first == period.after
    assert period.moved(1).moved(-1) == period
    begun, every = period.workdays(day)
    days = [date.fromordinal(n) for n in range(period.first.toordinal(), period.after.toordinal())]
    assert every == sum(d.weekday() < 5 for d in days)
    assert begun == sum(d.weekday() < 5 for d in days if d <= day)
