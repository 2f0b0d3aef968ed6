"""How far each action of a role reaches, type by type."""

from typing import Any

import pytest
from roles import WORKS, hire, ids_of, put_in_team, role
from surfer import Surfer
from world import Workspace

NONE = dict.fromkeys((*WORKS, "transfer"), "none")


async def titles(member: Any, plural: str) -> set[str]:
    return {item["title"] for item in (await member.get(plural))["items"]}


async def test_scopes_may_differ_from_type_to_type(acme: Workspace) -> None:
    records = {"*": WORKS, "company": {"see": "all"}, "contact": {"see": "own"}}
    await role(acme, "Scout", records=records)
    sam = await hire(acme, "scout", "Sam")
    firm = await acme.create("companies", name="Hualian")
    person = await acme.create("contacts", name="Wang", companies=[firm["id"]])
    await sam.create("contacts", name="Li")
    assert await titles(sam, "companies") == {"Hualian"}
    assert await titles(sam, "contacts") == {"Li"}
    assert await sam.status("GET", f"contacts/{person['id']}") == 404
    for question in ("Wang", "Hualian"):
        found = (await sam.get("search", q=question))["results"]
        hits = {hit["record"]["title"] for hit in found}
        assert hits <= {"Hualian", "Li"}
        assert ("Hualian" in hits) is (question == "Hualian")
    linked = {"text": "Met", "links": [{"type": "contact", "id": person["id"]}]}
    assert await sam.status("POST", "activities", json=linked) == 422


async def test_what_is_seen_is_not_always_to_be_changed(acme: Workspace) -> None:
    await role(acme, "Reader", records={"*": {**WORKS, "see": "all", "edit": "own"}})
    rea = await hire(acme, "reader", "Rea")
    theirs = await acme.create("companies", name="Hualian")
    mine = await rea.create("companies", name="Rea Ltd")
    assert await titles(rea, "companies") == {"Hualian", "Rea Ltd"}
    assert await rea.status("PATCH", f"companies/{theirs['id']}", json={"city": "Ulm"}) == 403
    assert await rea.status("DELETE", f"companies/{theirs['id']}") == 403
    assert await rea.status("PATCH", f"companies/{mine['id']}", json={"city": "Ulm"}) == 200
    for record, expected in ((theirs, 403), (mine, 200)):
        for place in ("edit", "cells/city"):
            page = await Surfer(rea).fetch(f"companies/{record['id']}/{place}")
            assert page.status_code == expected


async def test_no_action_reaches_beyond_sight(acme: Workspace) -> None:
    await role(acme, "Blind", records={"*": {**WORKS, "see": "own", "edit": "all"}})
    bea = await hire(acme, "blind", "Bea")
    theirs = await acme.create("companies", name="Hualian")
    assert await bea.status("PATCH", f"companies/{theirs['id']}", json={"city": "Ulm"}) == 404


async def test_a_type_that_is_not_seen_is_nowhere(acme: Workspace) -> None:
    await role(acme, "Field", records={"*": WORKS, "task": NONE})
    fay = await hire(acme, "field", "Fay")
    firm = await fay.create("companies", name="Hualian")
    about = [{"type": "company", "id": firm["id"]}]
    owner = (await ids_of(acme))["Fay"]
    await acme.create("tasks", title="Secret task", links=about, owner_id=owner)
    assert await fay.status("GET", "tasks") == 403
    for path in (f"companies/{firm['id']}/timeline", "search?q=secret", "trash"):
        assert "Secret task" not in str(await fay.get(path))
    assert await fay.status("POST", "tasks", json={"title": "Mine"}) == 403


@pytest.mark.parametrize(("reach", "sees"), [("team", {"A"}), ("below", {"A", "B"})])
async def test_a_team_is_itself_or_with_those_below(
    acme: Workspace, reach: str, sees: set[str]
) -> None:
    north = (await acme.post("teams", 201, name="North"))["id"]
    coast = (await acme.post("teams", 201, name="Coast", parent_id=north))["id"]
    await role(acme, "Lead", records={"*": {**WORKS, "see": reach, "edit": reach}})
    lea = await hire(acme, "lead", "Lea")
    for name, team in (("Lea", north), ("Ann", north), ("Bob", coast)):
        if name != "Lea":
            await acme.member("rep", name)
        await put_in_team(acme, name, team)
    made = {}
    for name, title in (("Ann", "A"), ("Bob", "B")):
        made[title] = await acme.people[name].create("companies", name=title)
    assert await titles(lea, "companies") == sees
    for title, record in made.items():
        expected = 200 if title in sees else 404
        answer = await lea.status("PATCH", f"companies/{record['id']}", json={"city": "Ulm"})
        assert answer == expected


async def test_export_has_a_scope_of_its_own(acme: Workspace) -> None:
    await role(acme, "Auditor", records={"*": {**WORKS, "see": "all", "export": "own"}})
    amy = await hire(acme, "auditor", "Amy")
    await acme.create("companies", name="Hualian")
    await amy.create("companies", name="Amy Ltd")
    text = (await Surfer(amy).fetch("companies/export")).text
    assert "Amy Ltd" in text
    assert "Hualian" not in text


async def test_a_key_has_no_more_than_its_member(acme: Workspace) -> None:
    await role(acme, "Maker", settings=["keys"], records={"*": {**WORKS, "edit": "none"}})
    mia = await hire(acme, "maker", "Mia")
    made = await mia.create("companies", name="Mia Ltd")
    key = await mia.post("keys", 201, name="k", scopes=["read", "write"])
    headers = {"Authorization": f"Bearer {key['token']}"}
    url = f"/api/v1/{acme.slug}/companies/{made['id']}"
    assert (await acme.http.get(url, headers=headers)).status_code == 200
    assert (await acme.http.patch(url, headers=headers, json={"city": "Ulm"})).status_code == 403


async def test_a_role_reaches_teams_that_it_names_and_no_others(acme: Workspace, globex) -> None:
    ids = {n: (await acme.post("teams", 201, name=n))["id"] for n in ("North", "South", "West")}
    records = {"*": {**WORKS, "see": "named", "edit": "below"}}
    made = await role(acme, "Desk", records=records, teams=[ids["South"]])
    assert made["teams"] == [ids["South"]]
    dora = await hire(acme, "desk", "Dora")
    await put_in_team(acme, "Dora", ids["North"])
    firms = {}
    for name, team in (("Ann", "North"), ("Bob", "South"), ("Cem", "West")):
        await acme.member("rep", name)
        await put_in_team(acme, name, ids[team])
        firms[team] = await acme.people[name].create("companies", name=team)
    assert await titles(dora, "companies") == {"North", "South"}
    assert await dora.status("GET", f"companies/{firms['West']['id']}") == 404
    path = f"companies/{firms['South']['id']}"
    assert await dora.status("PATCH", path, json={"city": "Ulm"}) == 403
    seen = (await acme.get(f"{path}/viewers"))["items"]
    assert "Dora" in {one["name"] for one in seen}
    hits = (await dora.get("search", q="West"))["results"]
    assert hits == []
    theirs = (await globex.post("teams", 201, name="Theirs"))["id"]
    body = {"name": "More", "records": records, "teams": [theirs]}
    assert await acme.status("POST", "roles", json=body) == 422
    rights = {"*": {**WORKS, "see": "named"}}
    await role(acme, "Clerk", records=rights, teams=[ids["South"]], settings=["roles"])
    cleo = await hire(acme, "clerk", "Cleo")
    more = {"name": "More", "records": rights, "teams": [ids["West"]]}
    assert await cleo.status("POST", "roles", json=more) == 403
    assert await cleo.status("POST", "roles", json={**more, "teams": [ids["South"]]}) == 201
