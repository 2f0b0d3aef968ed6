"""Duplicates in the browser: the hint while typing, the report, the merge and the way back."""

from chatting import work as run
from surfer import Surfer
from world import Workspace

from kernel.database import Database


async def test_the_form_says_who_is_there_while_it_is_typed(acme: Workspace) -> None:
    made = await acme.create("companies", name="Hualian Pumps")
    answer = await Surfer(acme.owner).send("companies/duplicates/hints", htmx=True, name="hualian")
    assert f"companies/{made['id']}" in answer.text
    assert "name alike" in answer.text
    nothing = await Surfer(acme.owner).send("companies/duplicates/hints", htmx=True, website="::")
    assert (nothing.status_code, nothing.text.strip()) == (200, "")


async def test_the_same_name_is_asked_about_once_and_then_saved(acme: Workspace) -> None:
    await acme.create("companies", name="Hualian Pumps")
    asked = await Surfer(acme.owner).send("companies", name="Hualian Pumps Ltd")
    assert (asked.status_code, 'name="anyway"' in asked.text) == (422, True)
    assert len((await acme.get("companies"))["items"]) == 1
    saved = await Surfer(acme.owner).send("companies", name="Hualian Pumps Ltd", anyway="1")
    assert saved.status_code == 303
    assert len((await acme.get("companies"))["items"]) == 2


async def test_what_may_not_be_seen_is_not_in_the_form(acme: Workspace) -> None:
    await acme.create("contacts", name="Ada Lovelace", phones=[{"value": "+4930123456"}])
    rita = await acme.member("rep", "Rita")
    asked = await Surfer(rita).send("contacts", name="Grace", phones="+49 30 123456")
    assert "Taken, by somebody whose customers you do not see" in asked.text
    assert "Lovelace" not in asked.text


async def test_a_pair_is_compared_merged_and_separated(acme: Workspace, database: Database) -> None:
    kept = await acme.create("companies", name="Hualian Ltd", city="Ulm")
    other = await acme.create("companies", name="华联", website="hualian.cn", city="Shanghai")
    await run(database, "duplicates.compare", {}, acme.workspace_id)
    browser = Surfer(acme.owner)
    report = await browser.open("companies/duplicates")
    assert "华联" in report.text
    beside = await browser.open(f"companies/{kept['id']}/duplicates", htmx=True)
    assert "May be the same as" in beside.text
    page = await browser.open(f"companies/{kept['id']}/merge?with={other['id']}")
    checked = [t["name"] for t in page.all("input", type="radio", value="kept") if "checked" in t]
    assert checked == ["side_name", "side_city"]
    merged = await browser.follow(
        f"companies/{kept['id']}/merges", **{"with": other["id"], "side_city": "other"}
    )
    assert "Shanghai" in merged.text
    assert (
        (await browser.fetch(f"companies/{other['id']}")).headers["location"].endswith(kept["id"])
    )
    back = await browser.follow(f"companies/{kept['id']}/merges/{other['id']}/separation")
    assert "华联" in back.text
    assert (await acme.get(f"companies/{kept['id']}"))["city"] == "Ulm"


async def test_not_a_duplicate_leaves_the_report(acme: Workspace, database: Database) -> None:
    for name in ("Hualian Ltd", "Hualian GmbH"):
        await acme.create("companies", name=name)
    await run(database, "duplicates.compare", {}, acme.workspace_id)
    [pair] = (await acme.get("companies/duplicates"))["items"]
    browser = Surfer(acme.owner)
    page = await browser.follow(f"companies/duplicates/{pair['id']}/dismissal")
    assert "No duplicates" in page.text
    assert "Hualian GmbH" in (await browser.open("companies/duplicates?show=dismissed")).text
    page = await browser.follow(f"companies/duplicates/{pair['id']}/suspicion")
    assert "Hualian GmbH" in page.text
