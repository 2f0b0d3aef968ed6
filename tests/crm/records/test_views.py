"""Saved views: kept, shared, arranged; none lets anybody see more."""

from surfer import Surfer
from world import Workspace

ULM = {"field": "city", "op": "eq", "value": "Ulm"}


async def save(firm, name="Ulm", **more):
    return await firm.create("views", type="company", name=name, **{"filter": ULM, **more})


async def titles(person, **query):
    return [v["name"] for v in (await person.get("views", type="company", **query))["items"]]


async def test_a_view_is_kept_changed_deleted_and_brought_back(acme: Workspace) -> None:
    view = await save(acme, columns=["city", "owner_id"], sort="-name")
    changed = await acme.edit(f"views/{view['id']}", name="From Ulm")
    assert (changed["filter"], changed["columns"]) == (ULM, ["city", "owner_id"])
    assert await acme.status("DELETE", f"views/{view['id']}") == 204
    assert await acme.status("GET", f"views/{view['id']}") == 404
    assert (await acme.post(f"views/{view['id']}/restoration"))["name"] == "From Ulm"


async def test_a_view_is_seen_by_those_it_is_shared_with_and_changed_by_its_owner(
    acme: Workspace, globex: Workspace
) -> None:
    rep = await acme.member("rep")
    own, all_of_us = await save(acme, "Own"), await save(acme, "Ours", sharing="everyone")
    assert await titles(rep) == ["Ours"]
    assert await rep.status("GET", f"views/{own['id']}") == 404
    assert await rep.status("PATCH", f"views/{all_of_us['id']}", json={"name": "X"}) == 403
    copy = await rep.post(f"views/{all_of_us['id']}/copy", 201)
    assert (copy["mine"], copy["sharing"]) == (True, "mine")
    assert await titles(globex) == []
    assert await globex.status("GET", f"views/{all_of_us['id']}") == 404


async def test_a_view_never_widens_what_one_sees(acme: Workspace) -> None:
    rep = await acme.member("rep")
    await acme.create("companies", name="Hualian", city="Ulm")
    view = await save(acme, sharing="everyone")
    page = await Surfer(rep).open(f"companies?view={view['id']}")
    assert "Hualian" not in page.text
    assert "Hualian" in (await Surfer(acme.owner).open(f"companies?view={view['id']}")).text


async def test_what_the_type_does_not_have_is_refused(acme: Workspace) -> None:
    body = {"type": "company", "name": "X"}
    for wrong in (
        {"filter": {"field": "nothing", "op": "eq", "value": 1}},
        {"sort": "nothing"},
        {"columns": ["nothing"]},
        {"layout": "calendar", "by": "city"},
        {"type": "nothing"},
        {"sharing": "team"},
    ):
        assert await acme.status("POST", "views", json=body | wrong) == 422, wrong


async def test_the_list_as_it_stands_is_saved_and_opened_with(acme: Workspace) -> None:
    await acme.create("companies", name="Hualian", city="Ulm", industry="Pumps")
    await acme.create("companies", name="Bakery", city="Bonn")
    browser = Surfer(acme.owner)
    form = [("name", "In Ulm"), ("q", "ulm"), ("columns", "industry"), ("begins", "1")]
    answer = await browser.send("companies/views", form)
    assert answer.status_code == 303, answer.text
    page = await browser.open("companies")
    assert "In Ulm" in page.text
    assert "Hualian" in page.text
    assert "Bakery" not in page.text
    assert [a for a in page.all("th") if a.get("scope")]
    assert "Bakery" in (await browser.open("companies?view=all")).text


async def test_groups_count_and_sum(acme: Workspace) -> None:
    await acme.create("fields", type="company", kind="number", label="Pumps")
    for name, city, pumps in (("A", "Ulm", 2), ("B", "Ulm", 40), ("C", None, 7)):
        await acme.create("companies", name=name, city=city, custom={"pumps": pumps})
    page = await Surfer(acme.owner).open("companies?layout=group&by=city")
    cells = " ".join(page.text.split())
    assert "Ulm 2 42" in cells
    assert "None 1 7" in cells


async def test_a_calendar_shows_the_month(acme: Workspace) -> None:
    await acme.create("fields", type="company", kind="date", label="Founded")
    await acme.create("companies", name="Hualian", custom={"founded": "2026-02-14"})
    browser = Surfer(acme.owner)
    page = await browser.open("companies?layout=calendar&by=custom.founded&month=2026-02")
    assert "Hualian" in page.text
    assert "February 2026" in page.text
    page = await browser.open("companies?layout=calendar&by=custom.founded&month=2026-04")
    assert "Hualian" not in page.text.split("April 2026")[1]


async def test_columns_are_chosen_in_their_order(acme: Workspace) -> None:
    browser = Surfer(acme.owner)
    await acme.create("companies", name="Hualian", country="China")
    dialog = await browser.open("companies/columns", htmx=True)
    assert "Country" in dialog.text
    answer = await browser.fetch("companies/arranged?columns=country&columns=city")
    page = await browser.open(answer.headers["location"])
    heads = page.text[page.text.index("Select all") if "Select all" in page.text else 0 :]
    assert heads.index("Country") < heads.index("City")
    assert "Last activity" not in page.text


async def test_a_pinned_view_stands_first(acme: Workspace) -> None:
    await save(acme, "Amber")
    view = await save(acme, "Zulu")
    assert await acme.status("PUT", f"views/{view['id']}/pin") == 204
    text = (await Surfer(acme.owner).open("companies")).text
    assert text.index("Zulu") < text.index("Amber")
