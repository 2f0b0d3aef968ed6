"""Segments: always as of now, each reader their own, and the nights remember who came and left."""

import json

from chatting import work
from pooling import ids_of
from roles import WORKS, hire, role
from surfer import Surfer


def _is(field, value):
    return {"field": field, "op": "eq", "value": value}


async def _segment(firm, name, condition, **more):
    return await firm.create("segments", record_type="company", name=name, filter=condition, **more)


async def _counts(member):
    return {s["name"]: s["count"] for s in (await member.get("segments"))["items"]}


async def test_a_segment_is_as_of_now_and_a_smaller_one_lies_in_it(acme):
    for name, city in (("A1", "Ulm"), ("A2", "Bonn"), ("B1", "Ulm")):
        await acme.create("companies", name=name, city=city, level=name[0])
    dear = await _segment(acme, "Key customers", _is("level", "A"))
    ulm = await _segment(acme, "Key in Ulm", _is("city", "Ulm"), parent_id=dear["id"])
    assert await _counts(acme) == {"Key customers": 2, "Key in Ulm": 1}
    await acme.create("companies", name="A3", city="Ulm", level="A")
    assert await _counts(acme) == {"Key customers": 3, "Key in Ulm": 2}
    assert [s["depth"] for s in (await acme.get("segments"))["items"]] == [0, 1]
    shown = (await acme.get(f"segments/{ulm['id']}"))["segment"]
    assert shown["where"] == {"and": [_is("level", "A"), _is("city", "Ulm")]}
    assert await acme.status("POST", f"segments/{dear['id']}/archival") == 409
    await acme.request("POST", f"segments/{ulm['id']}/archival")
    assert await _counts(acme) == {"Key customers": 3}


async def test_the_nights_remember_who_came_and_who_left(acme, database):
    made = await acme.create("companies", name="Hualian", level="A")
    await acme.create("companies", name="Kestrel", level="A")
    dear = await _segment(acme, "Key customers", _is("level", "A"))
    await work(database, "segment.snapshot", {}, acme.workspace_id)
    await acme.edit(f"companies/{made['id']}", level="B")
    for _night in range(2):
        await work(database, "segment.snapshot", {}, acme.workspace_id)
    growth = (await acme.get(f"segments/{dear['id']}"))["growth"]
    assert [size["count"] for size in growth[-2:]] == [0, 1]
    assert (await Surfer(acme.owner).open("segments")).all("polyline")


async def test_each_reader_counts_their_own_and_knows_no_hidden_condition(acme, database):
    rita = await acme.member("rep", "Rita")
    await acme.create("companies", name="Hualian", level="A")
    await rita.create("companies", name="Kestrel", level="A")
    dear = await _segment(acme, "Key customers", _is("level", "A"))
    await work(database, "segment.snapshot", {}, acme.workspace_id)
    assert await _counts(rita) == {"Key customers": 1}
    assert (await rita.get(f"segments/{dear['id']}"))["growth"][-1]["count"] == 1
    await role(acme, "Desk", records={"*": WORKS}, fields={"company": {"level": "hidden"}})
    noor = await hire(acme, "desk", "Noor")
    assert await _counts(noor) == {}
    assert await noor.status("GET", f"segments/{dear['id']}") == 404
    assert await rita.status("PATCH", f"segments/{dear['id']}", json={"name": "Mine"}) == 403


async def test_a_segment_means_the_same_to_everybody_and_lies_in_its_own_firm(acme, globex):
    theirs = await _segment(globex, "Theirs", _is("level", "A"))
    for wrong in (
        {"filter": _is("owner_id", "me")},
        {"filter": _is("level", "A"), "parent_id": theirs["id"]},
    ):
        body = {"record_type": "company", "name": "Wrong", **wrong}
        assert await acme.status("POST", "segments", json=body) == 422
    for path in ("", "/archival"):
        method = "POST" if path else "PATCH"
        assert await acme.status(method, f"segments/{theirs['id']}{path}", json={}) == 404


async def test_a_filtered_list_becomes_a_segment_and_leads_back_to_its_records(acme):
    await acme.create("companies", name="Hualian", city="Ulm")
    browser = Surfer(acme.owner)
    said = '{"and":[{"field":"city","op":"eq","value":"Ulm"}]}'
    dialog = await browser.open(f"segments/new?type=company&filter={said}", htmx=True)
    assert "Ulm" in dialog.text
    page = await browser.follow("segments", type="company", name="In Ulm", filter=said)
    assert "In Ulm" in page.text
    href = next(a["href"] for a in page.all("a") if "filter=" in a.get("href", ""))
    assert "Hualian" in (await browser.open(href.removeprefix(f"/{acme.slug}/"))).text


async def test_a_segment_is_a_filter_of_lists_and_of_nobody_who_may_not_know_it(acme):
    for name, city in (("A1", "Ulm"), ("A2", "Bonn"), ("B1", "Ulm")):
        made = await acme.create("companies", name=name, city=city, level=name[0])
        await acme.create("contacts", name=f"Of {name}", companies=[made["id"]])
    dear = await _segment(acme, "Key customers", _is("level", "A"))
    ulm = await _segment(acme, "Key in Ulm", _is("city", "Ulm"), parent_id=dear["id"])

    async def named(member, plural, test):
        said = await member.get(plural, filter=json.dumps(test))
        return sorted(row["name"] for row in said["items"])

    assert await named(acme, "companies", _is("segment", ulm["id"])) == ["A1"]
    assert await named(acme, "contacts", _is("companies.segment", dear["id"])) == ["Of A1", "Of A2"]
    await acme.edit(f"segments/{ulm['id']}", filter=_is("city", "Bonn"))
    assert await named(acme, "companies", _is("segment", ulm["id"])) == ["A2"]
    await role(acme, "Desk", records={"*": WORKS}, fields={"company": {"level": "hidden"}})
    noor = await hire(acme, "desk", "Noor")
    noors = (await ids_of(acme))["Noor"]
    await acme.create("companies", name="A9", level="A", owner_id=noors)
    assert await named(noor, "companies", _is("segment", dear["id"])) == []
    said = {"record_type": "company", "name": "Wrong", "filter": _is("segment", dear["id"])}
    assert await acme.status("POST", "segments", json=said) == 422


async def test_name_and_condition_are_changed_on_its_page_or_from_a_filtered_list(acme):
    for name, city in (("A1", "Ulm"), ("B1", "Bonn")):
        await acme.create("companies", name=name, city=city, level=name[0])
    made = await _segment(acme, "Dear", _is("level", "A"))
    browser, at = Surfer(acme.owner), f"segments/{made['id']}"
    line = {"joint": "and", "field": "city", "op": "in", "value": "Ulm, Bonn"}
    page = await browser.follow(at, name="Two cities", **line)
    assert page.all("input", name="value", value="Ulm, Bonn")
    assert await _counts(acme) == {"Two cities": 2}
    said = '{"and":[{"field":"city","op":"eq","value":"Ulm"}]}'
    await browser.follow("segments", type="company", filter=said, replaces=made["id"])
    assert await _counts(acme) == {"Two cities": 1}
    rita = await acme.member("rep", "Rita")
    assert "Save" not in (await Surfer(rita).open(at)).text
