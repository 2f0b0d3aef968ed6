"""Exchange rates: what amounts in other currencies are worth, and since when."""

from decimal import Decimal
from typing import Any

from chatting import work
from hypothesis import given
from hypothesis import strategies as st

from crm.records.rates.worth import worth
from kernel.money import Money

AMOUNTS = st.integers(-(10**15), 10**15)
RATES = st.decimals("0.000001", "100000", places=6)


def euros(minor: int) -> dict[str, Any]:
    return {"amount_minor": minor, "currency": "EUR"}


async def derived(database: Any, acme: Any) -> None:
    await work(database, "rates.derive", {"again": True}, acme.workspace_id)


async def worth_more_than(acme: Any, minor: int) -> list[str]:
    where = f'{{"and": [{{"field": "price", "op": "gt", "value": {minor}}}]}}'
    return [p["name"] for p in (await acme.get("products", filter=where))["items"]]


@given(AMOUNTS, RATES)
def test_an_amount_is_rounded_to_the_nearest_unit_and_halves_to_the_even_one(minor, rate):
    exact = Decimal(minor) * rate
    found = worth(Money(minor, "USD"), rate, "EUR")
    assert abs(found - exact) <= Decimal("0.5")
    assert abs(found - exact) < Decimal("0.5") or found % 2 == 0


def test_each_currency_has_its_own_smallest_unit():
    assert worth(Money(1000, "JPY"), Decimal("0.0062"), "EUR") == 620
    assert worth(Money(1234, "KWD"), Decimal(3), "EUR") == 370
    assert worth(Money(10000, "EUR"), Decimal("163.5"), "JPY") == 16350


async def test_an_amount_is_worth_something_once_its_rate_is_known(acme, database):
    await acme.create("products", name="Pump", price=euros(10_000))
    assert await worth_more_than(acme, 0) == []
    lines = "day,currency,rate\n2026-01-01;EUR;1.05\n2026-02-01,EUR,1.10\n"
    assert await acme.post("rates/import", 201, lines=lines) == {"kept": 2}
    await derived(database, acme)
    assert await worth_more_than(acme, 10_999) == ["Pump"]
    assert await worth_more_than(acme, 11_000) == []
    gone = {"currency": "EUR", "day": "2026-02-01"}
    assert await acme.post("rates/removal", **gone) == {"removed": 1}
    assert await acme.post("rates/removal", **gone) == {"removed": 0}
    await derived(database, acme)
    assert await worth_more_than(acme, 10_500) == []


async def test_another_base_currency_makes_everything_worth_something_else(acme, database):
    await acme.create("products", name="Pump", price=euros(10_000))
    await acme.edit("settings", currency="EUR")
    await derived(database, acme)
    assert await worth_more_than(acme, 9_999) == ["Pump"]
    assert (await acme.get("rates")) == {"base": "EUR", "items": []}


async def test_a_rate_that_cannot_hold_is_refused_by_its_line(acme):
    answer = await acme.request("POST", "rates/import", json={"lines": "2026-01-01,EUR,1\nx,USD,0"})
    assert answer.status_code == 422
    assert "Line 2" in answer.json()["errors"]["lines"]
    for line in (
        {"day": "2199-01-01", "currency": "EUR", "rate": "1"},
        {"day": "2026-01-01", "currency": "EUR", "rate": "NaN"},
        {"day": "2026-01-01", "currency": "USD", "rate": "1"},
        {"day": "2026-01-01", "currency": "XXY", "rate": "1"},
    ):
        assert await acme.status("POST", "rates", json={"items": [line]}) == 422


async def test_rates_are_the_administrators(acme, globex):
    rep = await acme.member("rep")
    line = {"day": "2026-01-01", "currency": "EUR", "rate": "1.1"}
    assert await rep.status("POST", "rates", json={"items": [line]}) == 403
    await acme.post("rates", 201, items=[line])
    assert len((await rep.get("rates"))["items"]) == 1
    assert (await globex.get("rates"))["items"] == []
