"""Roles of the workspace's own: made, changed, given, and never more than one has."""

from typing import Any

import pytest
from roles import WORKS, hire, ids_of, role
from surfer import Surfer
from world import Member, Workspace

EVERYTHING = dict.fromkeys(("see", "create", "edit", "delete", "export", "transfer"), "all")


@pytest.fixture
async def ada(acme: Workspace) -> Member:
    return await acme.member("admin", "Ada")


async def test_a_change_is_felt_at_the_next_request(acme: Workspace, ada: Member) -> None:
    made = await role(acme, "Desk")
    rita = await hire(acme, "desk", "Rita")
    assert await rita.status("POST", "companies", json={"name": "Hualian"}) == 201
    records = {**made["records"], "company": {"create": "none"}}
    changed = await ada.edit("roles/desk", records=records)
    assert changed["version"] == 2
    assert await rita.status("POST", "companies", json={"name": "Bakery"}) == 403
    assert await rita.status("POST", "contacts", json={"name": "Wang"}) == 201


async def test_one_of_ours_is_changed_and_put_back(acme: Workspace) -> None:
    rep = await acme.member("rep", "Rep")
    made = await rep.create("companies", name="Hualian")
    records = (await acme.get("roles/rep"))["records"]
    await acme.edit("roles/rep", records={"*": {**records["*"], "delete": "none"}})
    assert await rep.status("DELETE", f"companies/{made['id']}") == 403
    assert (await acme.get("roles/rep"))["label"] == "Sales rep"
    assert await acme.status("DELETE", "roles/rep") == 204
    assert await rep.status("DELETE", f"companies/{made['id']}") == 204
    assert (await acme.get("roles/rep"))["version"] == 0


async def test_the_owners_role_stays_as_it_is(acme: Workspace, ada: Member) -> None:
    for who in (acme.owner, ada):
        assert await who.status("PATCH", "roles/owner", json={"about": "x"}) == 403
        assert await who.status("DELETE", "roles/owner") == 403
    records = {"*": dict.fromkeys(EVERYTHING, "none")}
    await acme.edit("roles/admin", records=records, settings=[])
    assert await ada.status("GET", "companies") == 403
    assert await acme.status("PATCH", "roles/admin", json={"settings": ["people"]}) == 200


async def test_nobody_gives_a_role_more_than_they_have(acme: Workspace) -> None:
    await role(acme, "Clerk", records={"*": {**WORKS, "delete": "none"}}, settings=["roles"])
    cleo = await hire(acme, "clerk", "Cleo")
    for body in (
        {"records": {"*": EVERYTHING}},
        {"records": {"*": {"see": "shared", "delete": "own"}}},
        {"records": {"company": {"see": "all"}}},
        {"settings": ["people"]},
    ):
        assert await cleo.status("POST", "roles", json={"name": "More", **body}) == 403
        assert await cleo.status("PATCH", "roles/clerk", json=body) == 403
    assert await cleo.status("PATCH", "roles/manager", json={"about": "Mine"}) == 200
    assert await cleo.status("POST", "roles", json={"name": "Less", "settings": []}) == 201


async def test_nobody_gives_a_person_a_role_that_can_do_more(acme: Workspace) -> None:
    await role(acme, "Staff", records={"*": WORKS}, settings=["people"])
    sam = await hire(acme, "staff", "Sam")
    me, rep = (await ids_of(acme))["Sam"], await acme.member("rep", "Rob")
    for code in ("admin", "owner", "viewer", "manager"):
        assert await sam.status("PATCH", f"members/{me}", json={"role": code}) == 403
        offer = {"email": "new@example.com", "role": code}
        assert await sam.status("POST", "invitations", json=offer) == 403
    assert await sam.status("POST", "invitations", json={**offer, "role": "support"}) == 201
    assert await sam.status("POST", "invitations", json={**offer, "role": "nothing"}) == 422
    assert rep


async def test_who_does_not_see_a_field_shows_it_to_nobody(acme: Workspace) -> None:
    rules = {"contact": {"about": "hidden"}}
    await role(acme, "Clerk", settings=["roles", "people"], fields=rules)
    cleo = await hire(acme, "clerk", "Cleo")
    assert await cleo.status("PATCH", "roles/clerk", json={"fields": {}}) == 403
    masked = {"contact": {"about": "masked"}}
    assert await cleo.status("PATCH", "roles/clerk", json={"fields": masked}) == 403
    body = {"name": "Open", "records": {"*": {"see": "own"}}}
    assert await cleo.status("POST", "roles", json=body) == 403
    assert await cleo.status("POST", "roles", json={**body, "fields": rules}) == 201
    me = (await ids_of(acme))["Cleo"]
    assert await cleo.status("PATCH", f"members/{me}", json={"role": "support"}) == 403


async def test_a_role_in_use_is_not_deleted(acme: Workspace) -> None:
    await role(acme, "Desk")
    offer = await acme.post("invitations", 201, email="new@example.com", role="desk")
    assert await acme.status("DELETE", "roles/desk") == 409
    assert await acme.status("DELETE", f"invitations/{offer['id']}") == 204
    await hire(acme, "desk", "Rita")
    assert await acme.status("DELETE", "roles/desk") == 409
    await acme.edit(f"members/{(await ids_of(acme))['Rita']}", role="rep")
    assert await acme.status("DELETE", "roles/desk") == 204
    assert await acme.status("GET", "roles/desk") == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": " "}, "name"),
        ({"records": {"ghost": {"see": "all"}}}, "records"),
        ({"records": {"*": {"see": "sometimes"}}}, "records"),
        ({"records": {"*": {"fly": "all"}}}, "records"),
        ({"settings": ["owner"]}, "settings"),
        ({"settings": ["audit"]}, "settings"),
        ({"fields": {"contact": {"name": "hidden"}}}, "fields"),
        ({"fields": {"contact": {"owner_id": "masked"}}}, "fields"),
        ({"fields": {"contact": {"companies": "masked"}}}, "fields"),
        ({"fields": {"company": {"size": "masked"}}}, "fields"),
        ({"fields": {"task": {"due_at": "hidden"}}}, "fields"),
        ({"fields": {"activity": {"links": "hidden"}}}, "fields"),
        ({"fields": {"contact": {"ghost": "hidden"}}}, "fields"),
    ],
)
async def test_what_makes_no_sense_is_refused_with_a_sentence(
    acme: Workspace, body: Any, field: str
) -> None:
    answer = await acme.request("POST", "roles", json={"name": "Odd", **body})
    assert answer.status_code == 422
    assert answer.json()["errors"][field]


async def test_an_older_version_overwrites_nothing(acme: Workspace) -> None:
    await role(acme, "Desk")
    await acme.edit("roles/desk", about="First", version=1)
    assert await acme.status("PATCH", "roles/desk", json={"about": "x", "version": 1}) == 409


async def test_another_workspaces_role_is_nobodys(acme: Workspace, globex: Workspace) -> None:
    await role(acme, "Desk")
    assert await globex.status("GET", "roles/desk") == 404
    assert await globex.status("PATCH", "roles/desk", json={"about": "x"}) == 404
    offer = {"email": "new@example.com", "role": "desk"}
    assert await globex.status("POST", "invitations", json=offer) == 422


async def test_only_those_with_the_right_change_roles(acme: Workspace) -> None:
    rep = await acme.member("rep", "Rob")
    assert await rep.status("GET", "roles") == 200
    assert await rep.status("POST", "roles", json={"name": "Mine"}) == 403
    assert (await Surfer(rep).fetch("settings/roles")).status_code == 200
    assert (await Surfer(rep).fetch("settings/roles/rep")).status_code == 403


async def test_the_pages_make_change_and_delete_a_role(acme: Workspace) -> None:
    surfer = Surfer(acme.owner)
    page = await surfer.open("settings/roles/new?like=rep")
    assert page.all("select", name="cell.company.edit")
    form = {
        "name": "前台",
        "about": "Sits at the door",
        "cell.*.see": "all",
        "cell.*.create": "all",
        "cell.contact.see": "own",
        "field.contact.phones": "masked",
        "settings.teams": "1",
    }
    page = await surfer.follow("settings/roles", form.items())
    assert "前台" in page.text
    made = await acme.get("roles/role")
    assert made["records"]["contact"]["see"] == "own"
    assert (made["fields"], made["settings"]) == ({"contact": {"phones": "masked"}}, ["teams"])
    page = await surfer.open("settings/roles/role")
    assert page.all("option", value="own", selected="")
    await surfer.follow("settings/roles/role", {**form, "version": "1", "name": "Door"}.items())
    assert (await acme.get("roles/role"))["label"] == "Door"
    late = await surfer.send("settings/roles/role", {**form, "version": "1"}.items())
    assert late.status_code == 409
    assert "Somebody changed this role meanwhile" in late.text
    assert "前台" in late.text
    people = await surfer.open("settings/people")
    assert people.all("option", value="role")
    await surfer.follow("settings/roles/role/deletion")
    assert await acme.status("GET", "roles/role") == 404


async def test_the_preview_shows_what_somebody_would_see(acme: Workspace) -> None:
    rita = await acme.member("rep", "Rita")
    await acme.create("companies", name="Hualian")
    await rita.create("contacts", name="Wang", phones=[{"value": "+49301234567"}])
    none = dict.fromkeys(EVERYTHING, "none")
    fields = {"contact": {"phones": "masked"}}
    await role(acme, "Desk", records={"*": WORKS, "task": none}, fields=fields)
    whom = (await ids_of(acme))["Rita"]
    page = await Surfer(acme.owner).open(f"settings/roles/desk/preview?member={whom}")
    assert "Wang" in page.text
    assert "•••• 4567" in page.text
    assert "Hualian" not in page.text
    assert "Not seen at all: Tasks" in page.text


async def test_the_audit_tells_a_roles_changes_cell_by_cell(acme: Workspace) -> None:
    await role(acme, "Desk")
    await acme.edit("roles/desk", records={"*": {**WORKS, "edit": "all"}})
    events = (await acme.get("audit", type="role"))["items"]
    assert [event["action"] for event in events] == ["updated", "created"]
    page = await Surfer(acme.owner).open("settings/audit?type=role")
    assert "Every type: Edit" in page.text


async def test_nobody_sees_off_whoever_may_do_more(acme: Workspace, ada: Member) -> None:
    await role(acme, "Office", settings=["people"])
    otto = await hire(acme, "office", "Otto")
    ids, rob = await ids_of(acme), await acme.member("rep", "Rob")
    for body in ({"role": "office"}, {"status": "suspended"}, {"team_id": None}):
        assert await otto.status("PATCH", f"members/{ids['Ada']}", json=body) == 403
    assert await otto.status("DELETE", f"members/{ids['Ada']}") == 403
    assert await ada.status("GET", "companies") == 200
    rival = (await ids_of(acme))["Rob"]
    assert await otto.status("PATCH", f"members/{rival}", json={"status": "suspended"}) == 200
    assert rob
