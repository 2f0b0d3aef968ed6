"""The funnel against the same counted by hand, in worlds made up at random."""

from datetime import timedelta
from statistics import mean, median
from typing import Any

import pytest
from dealings import DAY, NOW, TODAY, Dealing, Dealings, sums, year_of

YEAR = str(TODAY.year)


def figure(said: Any) -> tuple[int, int, int]:
    return said["count"], said["worth"], said["unrated"]


async def listed(acme: Any, filter: str) -> set[str]:
    """What the list says that a figure leads to."""
    found = await acme.get("deals", filter=filter, limit=200)
    return {item["id"] for item in found["items"]}


def entered(deal: Dealing, year: int) -> bool:
    """Whether it first came into a stage that leads to winning in that year."""
    return year_of(min(at for place, at in deal.path if place < 5)) == year


def reached(deal: Dealing, place: int) -> bool:
    return any(place <= other < 5 for other, _at in deal.path)


async def test_a_cohort_is_counted_as_far_as_it_came(acme: Any, dealings: Dealings) -> None:
    steps = (await acme.get("numbers/funnel", period=YEAR))["steps"]
    cohort = [deal for deal in dealings.all if entered(deal, TODAY.year)]
    assert len(steps) == 5
    for place, step in enumerate(steps):
        far = [deal for deal in cohort if reached(deal, place)]
        assert figure(step["reached"]) == sums(far)
        assert step["of_first"] == pytest.approx(len(far) / len(cohort))
        assert await listed(acme, step["reached"]["filter"]) == {str(d.id) for d in far}


async def test_open_deals_are_coloured_by_their_age(acme: Any, dealings: Dealings) -> None:
    ages = (await acme.get("numbers/funnel"))["ages"]
    for place, one in enumerate(ages):
        here = [d for d in dealings.all if d.status == "open" and d.stage == place]
        target = one["target_days"] * DAY
        stayed = [NOW - deal.path[-1][1] for deal in here]
        assert one["all"]["count"] == len(here)
        assert one["green"]["count"] == sum(span <= target for span in stayed)
        assert one["red"]["count"] == sum(span >= target * 1.5 for span in stayed)
        assert one["amber"]["count"] == sum(target < span < target * 1.5 for span in stayed)
        assert len(await listed(acme, one["red"]["filter"])) == one["red"]["count"]


async def test_stays_and_speed_are_those_of_the_spans(acme: Any, dealings: Dealings) -> None:
    found = await acme.get("numbers/funnel", period=YEAR)
    for place, stay in enumerate(found["stays"]):
        spans: list[tuple[Dealing, timedelta]] = []
        for deal in dealings.all:
            ends = [at for _p, at in deal.path[1:]]
            ends += [deal.closed_at] if deal.status == "invalid" and deal.closed_at else []
            for (other, begin), end in zip(deal.path, ends, strict=False):
                if other == place and year_of(end) == TODAY.year:
                    spans.append((deal, end - begin))
        lengths = [span / DAY for _deal, span in spans]
        assert stay["count"] == len({deal.id for deal, _span in spans})
        assert stay["median_days"] == pytest.approx(median(lengths) if lengths else None, abs=0.001)
    won = [d for d in dealings.all if d.status == "won" and year_of(d.closed_at) == TODAY.year]
    lost = [d for d in dealings.all if d.status == "lost" and year_of(d.closed_at) == TODAY.year]
    rated = [d for d in won if d.worth is not None]
    rate = len(won) / (len(won) + len(lost))
    average = sum(d.worth or 0 for d in won) / len(rated)
    cycle = mean((d.closed_at - d.first) / DAY for d in won)
    still = sum(d.status == "open" for d in dealings.all)
    assert found["speed"]["velocity"] == pytest.approx(still * rate * average / cycle)


async def test_a_rep_counts_only_what_a_rep_sees(acme: Any, dealings: Dealings) -> None:
    rita = await acme.member("rep", "Rita")
    steps = (await rita.get("numbers/funnel", period=YEAR))["steps"]
    seen = {item["id"] for item in (await rita.get("deals", limit=200))["items"]}
    cohort = [d for d in dealings.all if entered(d, TODAY.year) and str(d.id) in seen]
    assert 0 < len(seen) < len(dealings.all)
    assert figure(steps[0]["reached"]) == sums(cohort)
