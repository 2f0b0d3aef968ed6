"""Lists as people see them."""

from surfer import Surfer
from world import Workspace


async def test_an_empty_list_says_what_to_do(acme: Workspace) -> None:
    page = await Surfer(acme.owner).open("companies")
    assert "Add the first customer" in page.text
    assert page.all("a", href=f"/{acme.slug}/companies/new")


async def test_a_list_shows_names_owners_and_the_next_action(acme: Workspace) -> None:
    company = await acme.create("companies", name="Hualian Pumps", city="Shanghai")
    await acme.create(
        "tasks",
        title="Quote",
        due_at="2020-01-01T09:00:00Z",
        links=[{"type": "company", "id": company["id"]}],
    )
    page = await Surfer(acme.owner).open("companies")
    assert "Hualian Pumps" in page.text
    assert "Overdue:" in page.text
    assert page.all("span", **{"class": "dot dot-overdue"})


async def test_searching_narrows_the_list_in_place(acme: Workspace) -> None:
    for name in ("Hualian Pumps", "Bakery"):
        await acme.create("companies", name=name)
    found = await Surfer(acme.owner).open("companies?q=pump", htmx=True)
    assert "Hualian" in found.text
    assert "Bakery" not in found.text
    assert "<html" not in found.html


async def test_a_filter_becomes_a_chip_that_takes_it_away(acme: Workspace) -> None:
    await acme.create("companies", name="Hualian", city="Shanghai")
    await acme.create("companies", name="Bakery", city="Ulm")
    browser = Surfer(acme.owner)
    answer = await browser.fetch("companies/narrowed?field=city&op=contains&value=shang")
    assert answer.status_code == 303
    page = await browser.open(answer.headers["location"])
    assert "City contains shang" in page.text
    assert "Bakery" not in page.text
    chip = page.all("a", **{"class": "chip"})[0]
    assert "Bakery" in (await browser.open(chip["href"])).text


async def test_more_rows_come_by_cursor_and_never_twice(acme: Workspace) -> None:
    for i in range(60):
        await acme.create("companies", name=f"C{i:02}")
    browser = Surfer(acme.owner)
    page = await browser.open("companies?sort=name")
    more = next(a["hx-get"] for a in page.all("a") if "after=" in a.get("hx-get", ""))
    rest = await browser.open(more, htmx=True)
    assert [name in page.text for name in ("C49", "C50")] == [True, False]
    assert [name in rest.text for name in ("C49", "C50", "C59")] == [False, True, True]


async def test_the_tabs_choose_mine_and_overdue(acme: Workspace) -> None:
    await acme.create("contacts", name="The owner's")
    rita = await acme.member("manager", "Rita")
    await rita.create("contacts", name="Rita's own")
    page = await Surfer(acme.owner).open("contacts?view=mine")
    assert "The owner's" in page.text
    assert "Rita's own" not in page.text


async def test_a_bad_filter_in_the_address_is_refused_with_words(acme: Workspace) -> None:
    answer = await Surfer(acme.owner).fetch('companies?filter={"and":1}')
    assert answer.status_code == 422
