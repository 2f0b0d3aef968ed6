"""Wins and losses against the same counted by hand; the interval against its definition."""

from math import sqrt
from typing import Any

import pytest
from dealings import TODAY, Dealings, sums, year_of
from hypothesis import given
from hypothesis import strategies as st

from crm.records.shares import wilson

YEAR = str(TODAY.year)


async def test_rates_and_reasons_are_those_of_the_closed(acme: Any, dealings: Dealings) -> None:
    found = (await acme.get("numbers/winloss", period=YEAR))["winloss"]
    closed = [d for d in dealings.all if d.closed_at and year_of(d.closed_at) == TODAY.year]
    won = [d for d in closed if d.status == "won"]
    lost = [d for d in closed if d.status == "lost"]
    assert found["all"]["sample"] == len(won) + len(lost)
    assert found["all"]["rate"] == pytest.approx(len(won) / (len(won) + len(lost)))
    worth = sums(won)[1], sums(lost)[1]
    assert found["all"]["by_value"] == pytest.approx(worth[0] / sum(worth))
    for by, key in (("source", lambda d: [d.source]), ("owner", lambda d: [str(d.owner)])):
        assert {r["key"]: (r["won"]["count"], r["lost"]["count"]) for r in found["by"][by]} == {
            k: (sum(k in key(d) for d in won), sum(k in key(d) for d in lost))
            for k in {k for d in won + lost for k in key(d)}
        }
    for rate in found["by"]["competitor"]:
        met = [d for d in won + lost if rate["key"] in map(str, d.rivals)]
        assert rate["sample"] == len(met)
        listed = await acme.get("deals", filter=rate["won"]["filter"], limit=200)
        assert {i["id"] for i in listed["items"]} == {str(d.id) for d in met if d.status == "won"}
    generous = next(d for d in won)
    pump = await acme.create("products", name="Pump")
    line = {"quantity": 1_000, "price": 100_00, "product_id": pump["id"]}
    items = [{**line, "discount": share} for share in (500, 1_500)]
    lines = {"currency": "USD", "items": items, "as_amount": False}
    answer = await acme.request("PUT", f"deals/{generous.id}/lines", json=lines)
    assert answer.status_code == 200, answer.text
    by = (await acme.get("numbers/winloss", period=YEAR))["winloss"]["by"]
    [sold], bands = by["product"], by["discount"]
    assert (sold["key"], sold["won"]["count"], sold["lost"]["count"]) == (pump["id"], 1, 0)
    assert {r["key"]: r["sample"] for r in bands} == {None: len(won + lost) - 1, "10": 1}
    [band] = [r for r in bands if r["key"]]
    listed = await acme.get("deals", filter=band["won"]["filter"], limit=200)
    assert [i["id"] for i in listed["items"]] == [str(generous.id)]
    assert {r["key"]: r["lost"]["count"] for r in found["reasons"]} == {
        reason: sum(d.reason == reason for d in lost) for reason in {d.reason for d in lost}
    }
    counts = [r["lost"]["count"] for r in found["reasons"]]
    assert counts == sorted(counts, reverse=True)
    assert found["reasons"][-1]["cumulative"] == pytest.approx(1)
    for stage in found["stages"]:
        here = [d for d in lost if dealings.stages[d.path[-2][0]]["id"] == stage["key"]]
        assert stage["lost"]["count"] == len(here)
        listed = await acme.get("deals", filter=stage["lost"]["filter"], limit=200)
        assert {i["id"] for i in listed["items"]} == {str(d.id) for d in here}


@given(st.integers(1, 5000), st.data())
def test_the_interval_holds_what_is_as_likely_as_one_in_twenty(of: int, data: Any) -> None:
    hits = data.draw(st.integers(0, of))
    low, high = wilson(hits, of) or (0.0, 0.0)
    assert 0 <= low <= hits / of + 1e-12
    assert hits / of - 1e-12 <= high <= 1
    # An end is the share whose 1.96 standard errors just reach what was seen.
    for end in (low, high):
        if 0 < end < 1:
            reach = 1.959963984540054 * sqrt(end * (1 - end) / of)
            assert abs(end - hits / of) == pytest.approx(reach, abs=1e-9)
