"""The engine's thin path: made, read, listed, changed, binned, restored."""

from world import Workspace


async def test_a_contact_is_made_and_read_back_the_same(acme: Workspace) -> None:
    company = await acme.create("companies", name="Hualian Pumps")
    ada = await acme.create(
        "contacts",
        name="Ada Lovelace",
        emails=[{"value": "Ada@Example.com", "label": "work"}],
        companies=[company["id"]],
    )
    assert ada["companies"] == [company["id"]]
    assert ada["titles"] == {company["id"]: "Hualian Pumps"}
    assert await acme.get(f"contacts/{ada['id']}") == ada
    page = await acme.get("contacts")
    assert page == {"items": [ada], "next": None, "total": {"value": 1, "exact": True}}


async def test_a_contact_belongs_to_one_workspace(acme: Workspace, globex: Workspace) -> None:
    ada = await acme.create("contacts", name="Ada")
    missing = await globex.request("GET", f"contacts/{ada['id']}")
    nothing = await globex.request("GET", "contacts/0192f0a0-0000-7000-8000-000000000001")
    assert missing.status_code == nothing.status_code == 404
    assert missing.content == nothing.content
    assert (await globex.get("contacts"))["items"] == []


async def test_logging_a_visit_moves_the_customers_dates_and_opens_a_task(acme: Workspace) -> None:
    company = await acme.create("companies", name="Hualian")
    await acme.create(
        "activities",
        kind="visit",
        text="Wants 20 pumps",
        happened_at="2026-11-20T09:00:00Z",
        links=[{"type": "company", "id": company["id"]}],
        next_step="Send quote",
        next_at="2026-11-27T09:00:00Z",
    )
    after = await acme.get(f"companies/{company['id']}")
    assert after["last_activity_at"] == "2026-11-20T09:00:00Z"
    assert after["next_action_at"] == "2026-11-27T09:00:00Z"
    tasks = (await acme.get("tasks"))["items"]
    assert [task["title"] for task in tasks] == ["Send quote"]
    timeline = await acme.get(f"companies/{company['id']}/timeline")
    assert {entry["kind"] for entry in timeline["items"]} == {"activity", "task", "event"}


async def test_a_deleted_record_comes_back_as_it_was(acme: Workspace) -> None:
    ada = await acme.create("contacts", name="Ada", phones=[{"value": "+49 30 123456"}])
    assert await acme.status("DELETE", f"contacts/{ada['id']}") == 204
    assert await acme.status("GET", f"contacts/{ada['id']}") == 404
    restored = await acme.post(f"contacts/{ada['id']}/restoration")
    assert {**restored, "version": 1, "updated_at": ada["updated_at"]} == ada


async def test_a_stale_edit_is_refused(acme: Workspace) -> None:
    ada = await acme.create("contacts", name="Ada")
    await acme.edit(f"contacts/{ada['id']}", job_title="CTO")
    stale = await acme.request(
        "PATCH", f"contacts/{ada['id']}", json={"name": "Eve"}, headers={"If-Match": '"1"'}
    )
    assert stale.status_code == 412
    assert (await acme.get(f"contacts/{ada['id']}"))["name"] == "Ada"


async def test_a_rep_sees_only_own_contacts(acme: Workspace) -> None:
    await acme.create("contacts", name="The owner's")
    rita = await acme.member("rep", "Rita")
    mine = await rita.create("contacts", name="Rita's")
    assert [c["id"] for c in (await rita.get("contacts"))["items"]] == [mine["id"]]
    assert len((await acme.get("contacts"))["items"]) == 2


async def test_a_filter_finds_and_a_bad_one_is_refused(acme: Workspace) -> None:
    await acme.create("companies", name="Hualian Pumps")
    await acme.create("companies", name="Bakery")
    found = await acme.get(
        "companies", filter='{"and": [{"field": "name", "op": "contains", "value": "pump"}]}'
    )
    assert [c["name"] for c in found["items"]] == ["Hualian Pumps"]
    assert await acme.status("GET", "companies", params={"filter": '{"and": 1}'}) == 422


async def test_pages_follow_each_other_without_gaps(acme: Workspace) -> None:
    made = [(await acme.create("companies", name=f"C{i}"))["id"] for i in range(7)]
    seen: list[str] = []
    cursor = ""
    while True:
        page = await acme.get("companies", sort="name", limit=3, after=cursor)
        seen += [c["id"] for c in page["items"]]
        cursor = page["next"]
        if not cursor:
            break
    assert seen == made
