"""Territories: where a company belongs, what a change would move, and who sees what of it."""

import asyncio
import json
from datetime import timedelta
from itertools import pairwise
from uuid import UUID

import asyncpg
import pytest
from chatting import work as work_once
from pooling import ids_of
from surfer import Surfer

from kernel import clock
from kernel.ids import uuid7
from kernel.transaction import UnitOfWork

_STAY = """
INSERT INTO territory_span (tenant_id, id, record_id, territory_id, by_hand, started_at)
VALUES ($1, $2, $3, $4, FALSE, now())
"""


def _is(field, value=None, op="eq"):
    return {"field": field, "op": op, "value": value}


async def _territory(firm, name, condition, **more):
    rows = (await firm.create("territories", name=name, filter=condition, **more))["items"]
    return next(row["territory"]["id"] for row in rows if row["territory"]["name"] == name)


async def _names(member, **test):
    said = await member.get("companies", filter=json.dumps(_is("territory", **test)))
    return sorted(row["name"] for row in said["items"])


async def _china(firm):
    """East with Shanghai in it, and what is left."""
    east = await _territory(firm, "East", _is("region", ["Shanghai", "Zhejiang"], "in"))
    city = await _territory(firm, "Shanghai", _is("city", "Shanghai"), parent_id=east)
    rest = await _territory(firm, "Rest", {"and": []}, position=9)
    return east, city, rest


async def test_a_company_lies_in_the_deepest_territory_that_fits_and_below_counts(acme, work):
    hualian = await acme.create("companies", name="Hualian", region="Shanghai", city="Shanghai")
    await acme.create("companies", name="Kestrel", region="Hamburg")
    east, _city, rest = await _china(acme)
    await work()
    assert await _names(acme, op="within", value=east) == ["Hualian"]
    assert await _names(acme, op="eq", value=east) == []
    assert await _names(acme, op="eq", value=rest) == ["Kestrel"]
    await acme.edit(f"companies/{hualian['id']}", region="Berlin")
    assert await _names(acme, op="within", value=rest) == ["Hualian", "Kestrel"]
    stays = (await acme.get(f"companies/{hualian['id']}/territories"))["items"]
    assert [stay["name"] for stay in stays] == ["Rest", "Shanghai"]
    assert stays[1]["ended_at"] <= stays[0]["started_at"]
    assert stays[0]["ended_at"] is None
    kept = await acme.create("views", type="company", name="Where", columns=["territory"])
    browser = Surfer(acme.owner)
    assert "Rest" in (await browser.open(f"companies?view={kept['id']}")).text
    assert (await browser.fetch("companies/export")).text.count("Rest") == 2


async def test_what_is_said_by_hand_beats_the_rules_until_it_is_taken_back(acme, work):
    east, city, rest = await _china(acme)
    made = await acme.create("companies", name="Hualian", region="Shanghai", city="Shanghai")
    path = f"companies/{made['id']}/territory"
    said = (await acme.request("PUT", path, json={"territory_id": rest})).json()
    assert (said["items"][0]["name"], said["items"][0]["by_hand"]) == ("Rest", True)
    await acme.request("PUT", path, json={"territory_id": city, "how": "excluded"})
    assert (await acme.request("DELETE", path)).json()["items"][0]["name"] == "Shanghai"
    await acme.request("PUT", path, json={"territory_id": city, "how": "excluded"})
    assert await _names(acme, op="eq", value=rest) == ["Hualian"]
    assert await acme.status("PUT", path, json={"territory_id": east}) == 422


async def test_a_preview_says_what_would_move_and_changes_nothing(acme, work):
    east, city, rest = await _china(acme)
    await acme.create("companies", name="Hualian", region="Shanghai", city="Shanghai")
    wish = {"name": "Shanghai", "filter": _is("city", "Ulm"), "parent_id": east}
    seen = await acme.post(f"territories/{city}/preview", **wish)
    assert seen["count"] == 1
    assert [(way["from_name"], way["to_name"]) for way in seen["ways"]] == [
        ("East › Shanghai", "Rest")
    ]
    assert seen["companies"][0]["name"] == "Hualian"
    assert await _names(acme, op="eq", value=city) == ["Hualian"]
    assert (await acme.post(f"territories/{rest}/archival/preview"))["count"] == 0
    page = await Surfer(acme.owner).send(f"settings/territories/{city}/preview", name="Shanghai",
        takes="named", parent_id=east)  # fmt: skip
    assert "Hualian" in page.text


async def test_owners_go_along_as_one_batch_and_come_back_as_one(acme, work):
    for name in ("Rita", "Noor"):
        await acme.member("rep", name)
    members = await ids_of(acme)
    for name in ("A", "B", "C"):
        await acme.create("companies", name=name, city="Ulm")
    await _territory(acme, "Ulm", _is("city", "Ulm"), members=[members["Rita"], members["Noor"]],
        transfer="round_robin")  # fmt: skip
    await work()
    owners = [row["owner_id"] for row in (await acme.get("companies"))["items"]]
    assert sorted(owners.count(members[name]) for name in ("Rita", "Noor")) == [1, 2]
    [run] = (await acme.get("territories/runs"))["items"]
    assert (run["seen"], run["moved"], run["given"]) == (3, 3, 3)
    await acme.post(f"batches/{run['batch_id']}/undoing")
    await work()
    owners = {row["owner_id"] for row in (await acme.get("companies"))["items"]}
    assert not owners & {members["Rita"], members["Noor"]}


async def test_a_territory_comes_into_force_on_its_day_and_goes_out_of_it(acme, database):
    made = await acme.create("companies", name="Hualian", city="Ulm")
    day = timedelta(days=1)
    today = clock.now().date()
    held = []
    ulm = await _territory(acme, "Ulm", None)
    for first, last in ((today + day, None), (today - day, today), (None, today - day)):
        days = {"valid_from": first and str(first), "valid_until": last and str(last)}
        wish = {"name": "Ulm", "filter": _is("city", "Ulm"), **days}
        await acme.request("PUT", f"territories/{ulm}", json=wish)
        await work_once(database, "territory.place", {}, acme.workspace_id)
        held.append(await _names(acme, op="eq", value=ulm))
    assert held == [[], ["Hualian"], []]
    [stay] = (await acme.get(f"companies/{made['id']}/territories"))["items"]
    assert stay["ended_at"]


async def test_writes_at_once_leave_a_company_in_one_territory(acme, work):
    made = await acme.create("companies", name="Hualian", region="Shanghai")
    await _china(acme)
    edits = [acme.edit(f"companies/{made['id']}", region=r) for r in ("Bonn", "Ulm", "Zhejiang")]
    await asyncio.gather(*edits, work())
    stays = (await acme.get(f"companies/{made['id']}/territories"))["items"]
    assert [stay["ended_at"] is None for stay in stays] == [True] + [False] * (len(stays) - 1)
    assert all(one["started_at"] >= two["ended_at"] for one, two in pairwise(stays))


async def test_no_company_is_in_two_territories_at_once(acme, database):
    made = await acme.create("companies", name="Hualian")
    rest = await _territory(acme, "Rest", {"and": []})
    uow = await UnitOfWork(database).begin(UUID(acme.workspace_id))
    stay = (UUID(made["id"]), UUID(rest))
    await uow.execute(_STAY, uow.tenant_id, uuid7(), *stay)
    with pytest.raises(asyncpg.UniqueViolationError):
        await uow.execute(_STAY, uow.tenant_id, uuid7(), *stay)
    await uow.finish(commit=False)


async def test_the_report_rolls_up_and_every_number_opens_the_rows_that_its_reader_sees(acme, work):
    rita = await acme.member("rep", "Rita")
    await _china(acme)
    mine = await rita.create("companies", name="Hualian", region="Shanghai", city="Shanghai")
    other = await acme.create("companies", name="Kestrel", region="Zhejiang", city="Shanghai")
    far = await acme.create("companies", name="Falcon", region="Hamburg")
    for member, company, worth in ((rita, mine, 100), (acme, other, 900)):
        amount = {"amount_minor": worth, "currency": "USD"}
        both = [company["id"], far["id"]] if company is other else [company["id"]]
        said = {"companies": both, "amount": amount, "expected_close": str(clock.now().date())}
        await member.create("deals", name="Pumps", **said)
        about = [{"type": "company", "id": company["id"]}]
        await member.create("activities", kind="visit", text="Visited", links=about)
    secret = {"amount_minor": 50, "currency": "USD"}
    rep = (await ids_of(acme))["Rita"]
    said = {"amount": secret, "owner_id": rep, "expected_close": str(clock.now().date())}
    await acme.create("deals", name="S", companies=[other["id"]], **said)
    seen = {
        reader: {line["name"]: line for line in (await member.get("numbers/territories"))["items"]}
        for reader, member in (("all", acme), ("rita", rita))
    }
    figures = {
        reader: [
            (
                lines[n]["accounts"]["count"],
                lines[n]["pipeline"]["worth"],
                lines[n]["visits"]["count"],
            )
            for n in ("East", "Shanghai", "Rest")
        ]
        for reader, lines in seen.items()
    }
    assert figures["all"] == [(2, 1050, 2), (2, 1050, 2), (1, 900, 0)]
    assert figures["rita"] == [(1, 100, 1), (1, 100, 1), (0, 0, 0)]
    for member, lines in ((acme, seen["all"]), (rita, seen["rita"])):
        for plural, name in (
            ("companies", "accounts"),
            ("deals", "pipeline"),
            ("activities", "visits"),
        ):
            rows = (await member.get(plural, filter=lines["East"][name]["filter"]))["items"]
            assert len(rows) == lines["East"][name]["count"]
        expected = (await member.get("numbers/forecast"))["territories"]
        where = {line["key"]: line["uncertain"] for line in expected}
        shanghai = lines["Shanghai"]
        assert where[shanghai["territory_id"]]["worth"] == shanghai["pipeline"]["worth"]
        rows = (await member.get("deals", filter=expected[0]["uncertain"]["filter"]))["items"]
        assert len(rows) == expected[0]["uncertain"]["count"]
    assert (seen["all"][""]["accounts"]["count"], seen["all"][""]["pipeline"]) == (0, None)
    page = await Surfer(acme.owner).open("numbers/territories")
    assert "Shanghai" in page.text


async def test_a_lead_goes_to_those_who_work_in_its_territory(acme, work):
    for name in ("Rita", "Noor"):
        await acme.member("rep", name)
    members = await ids_of(acme)
    await acme.create("fields", type="lead", kind="text", label="Region")
    for name in ("Rita", "Noor"):
        await _territory(acme, name, _is("region", f"{name}land"), members=[members[name]])
    await acme.create("routing-rules", name="By place", method="territory")
    made = {
        place: await acme.create("leads", name="Wang", owner_id=None, custom={"region": place})
        for place in ("Ritaland", "Noorland", "Nowhere")
    }
    assert made["Ritaland"]["owner_id"] == members["Rita"]
    assert made["Noorland"]["owner_id"] == members["Noor"]
    assert made["Nowhere"]["owner_id"] is None
    await acme.create("companies", name="Kestrel", region="Noorland")
    lead = await acme.create("leads", name="Li", owner_id=None, company_name="Kestrel")
    assert lead["owner_id"] == members["Noor"]


async def test_another_firms_territory_is_none_at_all(acme, globex):
    theirs = await _territory(globex, "Theirs", {"and": []})
    made = await acme.create("companies", name="Hualian")
    await globex.create("companies", name="Falcon")
    ours = {"name": "Ours", "parent_id": theirs}
    assert await acme.status("POST", "territories", json=ours) == 422
    assert await acme.status("PUT", f"territories/{theirs}", json={"name": "Ours"}) == 404
    assert await acme.status("POST", f"territories/{theirs}/archival") == 404
    path = f"companies/{made['id']}/territory"
    assert await acme.status("PUT", path, json={"territory_id": theirs}) == 422
    for op in ("eq", "within"):
        assert await _names(acme, op=op, value=theirs) == []
    rita = await acme.member("rep", "Rita")
    assert await rita.status("POST", "territories", json={"name": "Mine"}) == 403


async def test_a_conditions_line_offers_what_its_field_can_be_and_shows_money_as_typed(acme):
    browser = Surfer(acme.owner)
    at = "conditions/line?type=company&ops=in,eq,gt&without=territory"
    line = await browser.open(f"{at}&field=level&op=eq&value=a", htmx=True)
    levels = [one["value"] for one in line.all("option") if len(one["value"]) == 1]
    assert levels == ["A", "B", "C", "D"]
    assert [one["value"] for one in line.all("option", selected="")][-1] == "A"
    hidden = await browser.open(f"{at}&field=territory&op=eq", htmx=True)
    assert not hidden.all("option", selected="")
    worth = {"field": "deals.amount", "op": "gt", "value": 12_345}
    made = await _territory(acme, "Rich", {"and": [worth]})
    page = await browser.open(f"settings/territories/{made}")
    assert "123.45" in [one.get("value") for one in page.all("input", name="value")]
    rep = await acme.member("viewer")
    assert await Surfer(rep).status("settings/territories", name="x") == 403
