"""One page of parameters, each version kept, and numbers that are given out once."""

import asyncio
from datetime import datetime, time
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from crm.customers.parameters.numbering import period, written
from crm.customers.parameters.service import Parameters


async def test_every_version_stays_with_who_said_it(acme):
    await acme.edit("customer-parameters", max_owned=50)
    await acme.edit("customer-parameters", max_owned=50)
    await acme.edit("customer-parameters", max_owned=None, protection_days=30)
    versions = (await acme.get("customer-parameters/history"))["items"]
    assert [v["changed"] for v in versions] == [["max_owned", "protection_days"], ["max_owned"]]
    assert (await acme.get("customer-parameters"))["protection_days"] == 30


async def test_only_administrators_change_them_and_only_to_what_makes_sense(acme):
    rita = await acme.member("rep", "Rita")
    assert await rita.status("PATCH", "customer-parameters", json={"max_owned": 1}) == 403
    assert await acme.status("PATCH", "customer-parameters", json={"max_owned": -1}) == 422
    wish = {"numbering": True, "number_reset": "daily"}
    assert await acme.status("PATCH", "customer-parameters", json=wish) == 422


async def test_companies_made_at_once_get_one_number_each(acme):
    await acme.edit("customer-parameters", numbering=True, number_prefix="K-", number_digits=3)
    made = await asyncio.gather(*(acme.create("companies", name=f"Firm {n}") for n in range(8)))
    assert sorted(m["number"] for m in made) == [f"K-{n:03}" for n in range(1, 9)]


@given(
    st.dates(),
    st.dates(),
    st.sampled_from(["never", "yearly", "monthly", "daily"]),
)
def test_two_days_with_one_written_date_share_their_serial_and_others_never_clash(a, b, reset):
    date = {"never": "none", "yearly": "year", "monthly": "month", "daily": "day"}[reset]
    rules = Parameters(number_date=date, number_reset=reset)
    a, b = (datetime.combine(day, time(), ZoneInfo("Asia/Shanghai")) for day in (a, b))
    same = written(rules, a, 1) == written(rules, b, 1)
    assert same == (period(rules, a) == period(rules, b))
