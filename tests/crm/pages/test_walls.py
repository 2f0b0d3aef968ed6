"""Pages keep the same walls as the API: other workspaces, other people's rows, roles."""

from typing import Any
from uuid import uuid4

import pytest
from roles import role
from surfer import Surfer
from world import Workspace

from kernel.transaction import UnitOfWork

POSTS = (
    "deletion",
    "restoration",
    "edit",
    "cells/name",
    "tags",
    "shares",
    "log",
)
GETS = ("", "history", "edit", "cells/name")


async def test_another_workspaces_record_is_nowhere(acme: Workspace, globex: Workspace) -> None:
    made = await acme.create("companies", name="Hualian")
    thief = Surfer(globex.owner)
    for record in (made["id"], str(uuid4())):
        for path in GETS:
            answer = await thief.fetch(f"companies/{record}/{path}".rstrip("/"))
            assert answer.status_code == 404, path
            assert "Hualian" not in answer.text
        for path in POSTS:
            status = await thief.status(
                f"companies/{record}/{path}",
                name="Stolen",
                tag="x",
                member_id=str(uuid4()),
                text="x",
                version="1",
            )
            assert status == 404, path
    assert await acme.get(f"companies/{made['id']}") == made
    assert (await thief.fetch(f"/{acme.slug}/companies")).status_code == 404
    assert (await thief.fetch(f"/{acme.slug}")).status_code == 404


async def test_another_workspaces_record_cannot_be_named_in_a_form(
    acme: Workspace, globex: Workspace
) -> None:
    made = await acme.create("companies", name="Hualian")
    thief = Surfer(globex.owner)
    answer = await thief.send("contacts", name="Eve", companies=made["id"], q_companies="")
    assert answer.status_code == 422
    assert "Hualian" not in answer.text
    chosen = await thief.open(f"contacts/choose/companies?companies={made['id']}", htmx=True)
    assert "Hualian" not in chosen.text
    answer = await thief.send("companies/bulk", act="delete", ids=made["id"])
    assert answer.status_code == 303
    assert (await acme.get(f"companies/{made['id']}"))["name"] == "Hualian"
    assert (await globex.get("contacts"))["items"] == []


async def test_a_reps_pages_hold_only_what_the_rep_sees(acme: Workspace) -> None:
    rita = await acme.member("rep", "Rita")
    hidden = await acme.create("companies", name="Hidden Ltd")
    mine = await rita.create("companies", name="Rita Ltd")
    await acme.create("tasks", title="Hidden task", links=[{"type": "company", "id": mine["id"]}])
    browser = Surfer(rita)
    for path in (
        "",
        "companies",
        f"companies/{mine['id']}",
        "tasks?whose=all",
        "tasks/all",
        "contacts/choose/companies?q_companies=ltd",
        "companies?q=hidden",
    ):
        page = await browser.open(path)
        assert "Hidden Ltd" not in page.text, path
        assert "Hidden task" not in page.text, path
    assert (await browser.fetch(f"companies/{hidden['id']}")).status_code == 404
    assert await browser.status(f"companies/{hidden['id']}/deletion") == 404
    assert (await browser.fetch("companies/export")).status_code == 403


async def test_a_viewer_changes_nothing(acme: Workspace) -> None:
    made = await acme.create("companies", name="Hualian", city="Ulm")
    task = await acme.create("tasks", title="Quote")
    browser = Surfer(await acme.member("viewer", "Vera"))
    one = f"companies/{made['id']}"
    page = await browser.open(one)
    assert not [b for b in page.all("button") if "cell-pencil" in b.get("class", "")]
    assert not [f for f in page.all("form") if one in f.get("action", "")]
    for path in (
        "companies",
        "companies/bulk",
        f"{one}/deletion",
        f"{one}/edit",
        f"{one}/cells/city",
        f"{one}/tags",
        f"{one}/shares",
        f"{one}/log",
        f"tasks/{task['id']}/completion",
        f"tasks/{task['id']}/snooze",
    ):
        status = await browser.status(
            path,
            name="Changed",
            city="Changed",
            tag="x",
            text="x",
            act="delete",
            ids=made["id"],
            until="hour",
        )
        assert status == 403, path
    assert await acme.get(one) == made
    assert await acme.get(f"tasks/{task['id']}") == task
    assert len((await acme.get("companies"))["items"]) == 1


async def test_a_form_without_its_token_changes_nothing(acme: Workspace) -> None:
    answer = await acme.owner.http.post(
        f"/{acme.slug}/companies",
        data={"name": "Forged"},
        headers={"Cookie": f"__Host-session={acme.token}"},
    )
    assert answer.status_code == 403
    assert (await acme.get("companies"))["items"] == []


async def test_bulk_changes_say_how_each_went(acme: Workspace) -> None:
    made = [await acme.create("companies", name=f"C{i}") for i in range(3)]
    ids = [("ids", c["id"]) for c in made]
    browser = Surfer(acme.owner)
    await browser.follow("companies/bulk", ids[:2], act="tag", tag="hot")
    tagged = [c["name"] for c in (await acme.get("companies", sort="name"))["items"] if c["tags"]]
    assert tagged == ["C0", "C1"]
    answer = await browser.send("companies/bulk", [*ids, ("ids", str(uuid4()))], act="delete")
    assert answer.status_code == 303
    assert (await acme.get("companies"))["items"] == []
    undo = next(a for a in answer.headers.get_list("set-cookie") if "toast" in a)
    assert undo
    page = await browser.open("settings/trash")
    assert [name in page.text for name in ("C0", "C1", "C2")] == [True] * 3


@pytest.fixture
def counted(monkeypatch: Any) -> list[int]:
    """How many statements each finished request sent."""
    counts: list[int] = []
    finish = UnitOfWork.finish

    async def counting(self: UnitOfWork, *, commit: bool) -> None:
        if self.queries:
            counts.append(self.queries)
        await finish(self, commit=commit)

    monkeypatch.setattr(UnitOfWork, "finish", counting)
    return counts


async def test_pages_send_few_statements(acme: Workspace, counted: list[int]) -> None:
    company = await acme.create("companies", name="Hualian")
    for i in range(8):
        wang = await acme.create("contacts", name=f"Wang {i}", companies=[company["id"]])
        links = [{"type": "company", "id": company["id"]}, {"type": "contact", "id": wang["id"]}]
        await acme.create(
            "activities",
            text="Visited",
            links=links,
            next_step="Quote",
            next_at="2030-01-01T09:00:00Z",
        )
    deal = await acme.create("deals", name="20 pumps", companies=[company["id"]])
    browser = Surfer(acme.owner)
    for path, most in (
        ("deals", 7),
        ("deals/all", 4),
        (f"deals/{deal['id']}", 10),
        ("companies", 4),
        ("companies?q=hua&view=mine&sort=name", 4),
        ("contacts", 4),
        ("activities", 4),
        ("tasks", 5),
        ("", 7),
        (f"companies/{company['id']}", 10),
        (f"contacts/{wang['id']}", 10),
        (f"companies/{company['id']}/history", 10),
    ):
        counted.clear()
        await browser.open(path)
        assert sum(counted) <= most, (path, counted)


async def test_a_list_is_two_statements_whatever_the_role(
    acme: Workspace, counted: list[int]
) -> None:
    records = {"*": {"see": "shared"}, "company": {"see": "all"}}
    await role(acme, "Odd", records=records, fields={"company": {"phones": "masked"}})
    for who in (acme.owner, await acme.member("odd", "Otto")):
        counted.clear()
        await who.get("companies")
        assert counted == [2]
