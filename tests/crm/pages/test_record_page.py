"""The page of a record, and its forms."""

from typing import Any

from surfer import Surfer
from world import Workspace

from bots.telegram.account import telegram


async def test_one_field_is_enough_for_a_new_customer(acme: Workspace) -> None:
    page = await Surfer(acme.owner).follow("companies", name="Hualian Pumps")
    assert "Hualian Pumps" in page.text
    assert "Nothing planned" in page.text


async def test_a_missing_name_is_said_at_its_field(acme: Workspace) -> None:
    answer = await Surfer(acme.owner).send("companies", name="", city="Ulm")
    assert answer.status_code == 422
    assert "This is needed." in answer.text
    assert 'value="Ulm"' in answer.text
    assert (await acme.get("companies"))["items"] == []


async def test_a_contact_and_its_new_company_are_made_in_one_form(acme: Workspace) -> None:
    page = await Surfer(acme.owner).follow(
        "contacts",
        name="Wang",
        emails="wang@example.com | work",
        q_companies="Hua",
        new_companies="Hualian",
    )
    assert "Hualian" in page.text
    (contact,) = (await acme.get("contacts"))["items"]
    assert contact["emails"] == [{"value": "wang@example.com", "label": "work"}]
    assert list(contact["titles"].values()) == ["Hualian"]


async def test_an_address_taken_by_another_contact_is_said_at_its_field(acme: Workspace) -> None:
    await acme.create("contacts", name="Ada", emails=[{"value": "ada@example.com"}])
    answer = await Surfer(acme.owner).send("contacts", name="Eve", emails="ada@example.com")
    assert answer.status_code == 422
    assert "Ada has this address already." in answer.text
    assert len((await acme.get("contacts"))["items"]) == 1


async def test_a_value_is_changed_in_place(acme: Workspace) -> None:
    made = await acme.create("companies", name="Hualian", city="Ulm")
    browser = Surfer(acme.owner)
    form = await browser.open(f"companies/{made['id']}/cells/city", htmx=True)
    assert form.all("input", name="version")[0]["value"] == "1"
    answer = await browser.send(
        f"companies/{made['id']}/cells/city", htmx=True, city="Shanghai", version="1"
    )
    assert "Shanghai" in answer.text
    assert (await acme.get(f"companies/{made['id']}"))["city"] == "Shanghai"


async def test_a_stale_change_in_place_keeps_what_was_typed_and_says_so(acme: Workspace) -> None:
    made = await acme.create("companies", name="Hualian", city="Ulm")
    await acme.edit(f"companies/{made['id']}", city="Berlin")
    answer = await Surfer(acme.owner).send(
        f"companies/{made['id']}/cells/city", htmx=True, city="Bonn", version="1"
    )
    assert answer.status_code == 422
    assert "Changed meanwhile" in answer.text
    assert 'value="Bonn"' in answer.text
    assert (await acme.get(f"companies/{made['id']}"))["city"] == "Berlin"


async def test_a_visit_logged_on_the_page_stands_on_the_timeline(acme: Workspace) -> None:
    made = await acme.create("companies", name="Hualian")
    page = await Surfer(acme.owner).follow(
        f"companies/{made['id']}/log",
        kind="visit",
        text="Wants 20 pumps",
        next_step="Send quote",
        next_at="2030-01-04T09:00",
    )
    assert "Wants 20 pumps" in page.text
    assert "Send quote" in page.text
    assert page.all("span", **{"class": "dot dot-planned"})


async def test_deleting_offers_the_way_back(acme: Workspace) -> None:
    made = await acme.create("companies", name="Hualian")
    browser = Surfer(acme.owner)
    answer = await browser.send(f"companies/{made['id']}/deletion")
    assert answer.status_code == 303
    assert "__Host-toast" in answer.headers["set-cookie"]
    assert (await browser.fetch(f"companies/{made['id']}")).status_code == 404
    assert "Hualian" in (await browser.open("settings/trash")).text
    page = await browser.follow(f"companies/{made['id']}/restoration")
    assert "Hualian" in page.text


async def test_history_restores_an_earlier_value(acme: Workspace) -> None:
    made = await acme.create("companies", name="Hualian", city="Ulm")
    await acme.edit(f"companies/{made['id']}", city="Bonn")
    browser = Surfer(acme.owner)
    page = await browser.open(f"companies/{made['id']}/history")
    action = next(f["action"] for f in page.all("form") if "/history/" in f.get("action", ""))
    await browser.follow(action)
    assert (await acme.get(f"companies/{made['id']}"))["city"] == "Ulm"


async def test_who_can_see_this_names_the_people(acme: Workspace) -> None:
    rita = await acme.member("rep", "Rita")
    made = await acme.create("companies", name="Hualian")
    browser = Surfer(acme.owner)
    page = await browser.open(f"companies/{made['id']}/sharing")
    names = {m["name"]: m["id"] for m in (await acme.get("members"))["items"]}
    member_id = names["Rita"]
    assert page.all("option", value=member_id)
    page = await browser.follow(
        f"companies/{made['id']}/shares", member_id=member_id, level="read", until="2031-05-01"
    )
    assert "may look until May 1, 2031" in page.text
    assert (await rita.get("companies"))["items"][0]["name"] == "Hualian"
    await browser.follow(f"companies/{made['id']}/shares/{member_id}/removal")
    assert (await rita.get("companies"))["items"] == []


async def test_a_tag_is_put_on_and_taken_off(acme: Workspace) -> None:
    made = await acme.create("companies", name="Hualian")
    browser = Surfer(acme.owner)
    page = await browser.follow(f"companies/{made['id']}/tags", tag="trade-show")
    assert "trade-show" in page.text
    tag = (await acme.get("tags"))["items"][0]
    await browser.follow(f"companies/{made['id']}/tags/{tag['id']}/removal")
    assert (await acme.get(f"companies/{made['id']}"))["tags"] == []


async def test_home_greets_and_shows_what_to_do_first(acme: Workspace) -> None:
    page = await Surfer(acme.owner).open("")
    assert "Good " in page.text
    assert "Add your first customer" in page.text
    await Surfer(acme.owner).follow("steps/hidden")
    assert "Add your first customer" not in (await Surfer(acme.owner).open("")).text


async def test_tasks_are_grouped_by_day_and_finished_in_one_click(acme: Workspace) -> None:
    late = await acme.create("tasks", title="Late one", due_at="2020-01-01T09:00:00Z")
    await acme.create("tasks", title="Far one", due_at="2090-01-01T09:00:00Z")
    browser = Surfer(acme.owner)
    page = await browser.open("tasks")
    assert page.text.index("Overdue") < page.text.index("Late one") < page.text.index("Later")
    page = await browser.follow(f"tasks/{late['id']}/completion", back="tasks")
    assert "Done in the last 7 days" in page.text
    assert (await acme.get(f"tasks/{late['id']}"))["status"] == "done"


async def test_every_type_has_its_pages(acme: Workspace) -> None:
    company = await acme.create("companies", name="Hualian")
    links = [{"type": "company", "id": company["id"]}]
    made = {
        "companies": company,
        "contacts": await acme.create("contacts", name="Wang", companies=[company["id"]]),
        "activities": await acme.create("activities", text="Visited", links=links),
        "tasks": await acme.create("tasks", title="Quote", links=links),
    }
    browser = Surfer(acme.owner)
    for plural, record in made.items():
        for path in (
            "",
            "/new",
            f"/{record['id']}",
            f"/{record['id']}/edit",
            f"/{record['id']}/history",
        ):
            page = await browser.open(plural + path)
            assert page.all("h1"), path
        assert record["title"] in (await browser.open(f"{plural}/{record['id']}")).text
    assert "Quote" in (await browser.open("tasks/all")).text


async def test_connecting_the_bot_is_a_first_step_where_there_is_one(
    acme: Workspace, monkeypatch: Any
) -> None:
    assert "Connect Telegram" not in (await Surfer(acme.owner).open("")).text
    monkeypatch.setattr(telegram, "account", object())
    assert "Connect Telegram" in (await Surfer(acme.owner).open("")).text
