"""Who may what, said here once more by hand: the matrix reads the product's own lists."""

import asyncio

import pytest
from cast import assemble
from planting import sum_of
from world import PASSWORD

RECORDS = {
    "companies": {"name": "Hualian"},
    "contacts": {"name": "Ada"},
    "activities": {"text": "Met"},
    "tasks": {"title": "Call"},
}
CHANGES = [("PATCH", ""), ("DELETE", ""), ("POST", "/restoration")]
# role -> what it may do to its own records, of: create, edit, delete.
MAY = {
    "owner": {"create", "edit", "delete"},
    "admin": {"create", "edit", "delete"},
    "manager": {"create", "edit", "delete"},
    "rep": {"create", "edit", "delete"},
    "marketer": {"create", "edit"},
    "support": {"create", "edit"},
    "finance": set(),
    "viewer": set(),
}
EVE = "eve-who-left@example.com"
SETTINGS = ["invitations", "keys", "audit"]


@pytest.fixture(scope="module")
async def cast(client, admin):
    return await assemble(client, admin)


def one(cast, name):
    return next(actor for actor in cast.actors if actor.name == name)


@pytest.mark.parametrize("role", MAY)
@pytest.mark.parametrize("plural", RECORDS)
async def test_a_role_does_to_its_own_what_it_may(cast, role, plural):
    actor, url = one(cast, role), f"/api/v1/{cast.acme.slug}/{plural}"
    made = await cast.ask(actor, "POST", url, json=RECORDS[plural])
    assert (made.status_code == 201) is ("create" in MAY[role])
    if made.status_code != 201:
        assert made.status_code == 403
        return
    record = f"{url}/{made.json()['id']}"
    edited = await cast.ask(actor, "PATCH", record, json=RECORDS[plural])
    assert edited.status_code == (200 if "edit" in MAY[role] else 403)
    deleted = await cast.ask(actor, "DELETE", record)
    assert deleted.status_code == (204 if "delete" in MAY[role] else 403)


@pytest.mark.parametrize("name", ["viewer", "finance", "read key"])
async def test_who_only_reads_changes_nothing(cast, admin, name):
    actor, base = one(cast, name), f"/api/v1/{cast.acme.slug}"
    made = {
        plural: (await cast.ask(cast.owner, "POST", f"{base}/{plural}", json=body)).json()["id"]
        for plural, body in RECORDS.items()
    }
    before = await sum_of(admin, cast.own.tenant_id)
    for plural, record_id in made.items():
        assert (await cast.ask(actor, "GET", f"{base}/{plural}/{record_id}")).status_code == 200
        for method, more in CHANGES[:2]:
            url = f"{base}/{plural}/{record_id}{more}"
            status = (await cast.ask(actor, method, url, json=RECORDS[plural])).status_code
            assert status == 403, f"{method} {plural}"
    assert await sum_of(admin, cast.own.tenant_id) == before


async def test_a_write_key_has_no_say_in_the_settings(cast):
    for word in SETTINGS:
        url = f"/api/v1/{cast.acme.slug}/{word}"
        for name in ("write key", "read key", "rep", "manager", "viewer"):
            assert (await cast.ask(one(cast, name), "GET", url)).status_code == 403, (word, name)
    body = {"email": "new@example.com", "role": "rep"}
    url = f"/api/v1/{cast.acme.slug}/invitations"
    assert (await cast.ask(one(cast, "write key"), "POST", url, json=body)).status_code == 403


async def test_only_an_owner_makes_an_owner(cast):
    url = f"/api/v1/{cast.acme.slug}/invitations"
    body = {"email": "boss@example.com", "role": "owner"}
    assert (await cast.ask(one(cast, "admin"), "POST", url, json=body)).status_code == 403
    for target in (one(cast, "rep"), one(cast, "admin")):
        member = f"/api/v1/{cast.acme.slug}/members/{target.member_id}"
        refused = await cast.ask(one(cast, "admin"), "PATCH", member, json={"role": "owner"})
        assert refused.status_code == 403


async def test_an_administrator_does_not_touch_an_owner(cast):
    member = f"/api/v1/{cast.acme.slug}/members/{cast.owner.member_id}"
    assert (await cast.ask(one(cast, "admin"), "DELETE", member)).status_code == 403
    demoted = await cast.ask(one(cast, "admin"), "PATCH", member, json={"role": "rep"})
    assert demoted.status_code == 403


async def test_a_rep_gives_no_record_away(cast):
    rep, url = one(cast, "rep"), f"/api/v1/{cast.acme.slug}/companies"
    made = await cast.ask(rep, "POST", url, json={"name": "Mine"})
    given = {"owner_id": str(cast.rival.member_id)}
    edited = await cast.ask(rep, "PATCH", f"{url}/{made.json()['id']}", json=given)
    created = await cast.ask(rep, "POST", url, json={"name": "Gift", **given})
    assert (edited.status_code, created.status_code) == (403, 403)
    assert (await cast.ask(rep, "GET", f"{url}/{made.json()['id']}")).json() == made.json()


async def test_of_two_owners_who_demote_each_other_one_stays(acme, admin):
    for _round in range(6):
        other = await acme.member("owner", f"Other{_round}")
        mine = await ids_of_owners(acme, admin)
        pair = [(acme.owner, mine[other.email]), (other, mine[acme.owner.email])]
        answers = await asyncio.gather(
            *(who.request("PATCH", f"members/{whom}", json={"role": "admin"}) for who, whom in pair)
        )
        left = await ids_of_owners(acme, admin)
        assert len(left) >= 1, [answer.status_code for answer in answers]
        survivor = acme.owner if acme.owner.email in left else other
        await admin.execute(
            "UPDATE membership m SET role = 'owner' FROM person p WHERE p.id = m.person_id "
            "AND p.email = $1 AND m.tenant_id = (SELECT id FROM workspace WHERE slug = $2)",
            acme.owner.email,
            acme.slug,
        )
        if survivor is not acme.owner or other.email in left:
            await admin.execute(
                "UPDATE membership m SET role = 'rep' FROM person p WHERE p.id = m.person_id "
                "AND p.email = $1",
                other.email,
            )


async def ids_of_owners(acme, admin):
    rows = await admin.fetch(
        "SELECT p.email, m.id FROM membership m JOIN person p ON p.id = m.person_id "
        "JOIN workspace w ON w.id = m.tenant_id "
        "WHERE w.slug = $1 AND m.role = 'owner' AND m.status = 'active'",
        acme.slug,
    )
    return {row["email"]: row["id"] for row in rows}


async def test_the_last_owner_stays(acme, admin):
    (only,) = (await ids_of_owners(acme, admin)).values()
    assert await acme.status("PATCH", f"members/{only}", json={"role": "rep"}) in {403, 409}
    assert await acme.status("DELETE", f"members/{only}") in {403, 409}
    assert len(await ids_of_owners(acme, admin)) == 1


async def test_a_wrong_password_opens_nothing_and_is_counted(acme):
    url, statuses = "/api/v1/sessions", []
    for n in range(40):
        body = {"email": acme.owner.email, "password": f"a wrong password {n}"}
        answer = await acme.http.post(url, json=body)
        statuses.append(answer.status_code)
        if answer.status_code == 429:
            assert int(answer.headers["Retry-After"]) > 0
            break
    assert set(statuses) == {401, 429}


async def test_a_wrong_password_reads_like_an_unknown_address(acme):
    known = {"email": acme.owner.email, "password": "a wrong password"}
    unknown = {"email": f"x{acme.owner.email}", "password": "a wrong password"}
    first = await acme.http.post("/api/v1/sessions", json=known)
    second = await acme.http.post("/api/v1/sessions", json=unknown)
    assert (first.status_code, first.content) == (second.status_code, second.content)


async def test_signing_out_ends_the_session(acme):
    out = await acme.request("DELETE", "/api/v1/sessions/current")
    assert out.status_code == 204
    assert await acme.status("GET", "companies") == 401


async def test_who_leaves_is_out_at_once(acme, admin):
    rita = await acme.member("rep", "Rita")
    member = await admin.fetchval(
        "SELECT m.id FROM membership m JOIN person p ON p.id = m.person_id WHERE p.email = $1",
        rita.email,
    )
    assert await rita.status("GET", "companies") == 200
    assert await acme.status("DELETE", f"members/{member}") == 204
    assert await rita.status("GET", "companies") == 404


async def test_a_used_invitation_lets_nobody_back_in(acme, admin):
    offer = await acme.request("POST", "invitations", json={"email": EVE, "role": "rep"})
    token = offer.json()["accept_url"].rsplit("/", 1)[1]
    url, body = f"/api/v1/invitations/{token}/acceptance", {"name": "Eve", "password": PASSWORD}
    assert (await acme.http.post(url, json=body)).status_code == 201
    member = await admin.fetchval(
        "SELECT m.id FROM membership m JOIN person p ON p.id = m.person_id WHERE p.email = $1", EVE
    )
    assert await acme.status("DELETE", f"members/{member}") == 204
    assert (await acme.http.post(url, json=body)).status_code == 404
