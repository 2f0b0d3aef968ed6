"""What was acknowledged is stored, what was not is not, and nothing stays open."""

import asyncio
import contextlib
from uuid import UUID, uuid4

import httpx
import pytest

# What the handler does -> the answer and the rows it leaves.
OUTCOMES = {
    "ok": (201, 1),
    "deferred": (409, 0),
    "killed": (503, 0),
    "raises": (500, 0),
    "refuses": (409, 0),
    "unserialisable": (500, 0),
    "swallows": (503, 0),
    "savepoint": (201, 1),
    "returns": (409, 0),
    "slow": (503, 0),
    "locked": (503, 0),
    "idle": (503, 0),
    "redirects": (303, 1),
}


async def rows(admin, n):
    return await admin.fetchval("SELECT count(*) FROM probing.row WHERE n = $1", n)


async def settled(database):
    """Give cancelled work a moment, then nothing may be in use."""
    for _turn in range(40):
        if database.checked_out() == 0:
            return True
        await asyncio.sleep(0.05)
    return False


@pytest.mark.parametrize("what", OUTCOMES)
async def test_an_answer_says_what_was_stored(probes, probed, admin, what):
    n = uuid4().hex
    response = await probes.post(f"/api/v1/probe/{what}/{n}")
    assert (response.status_code, await rows(admin, n)) == OUTCOMES[what], response.text
    assert await settled(probed.inner.state.database)
    if response.status_code >= 400 and what != "returns":
        assert response.headers["content-type"] == "application/problem+json"
        assert n not in response.text


@pytest.mark.parametrize("what", ["sleeps", "waits"])
async def test_who_hangs_up_leaves_nothing_behind(probes, probed, admin, what):
    n = uuid4().hex
    asked = asyncio.create_task(probes.post(f"/api/v1/probe/{what}/{n}"))
    await asyncio.sleep(0.2)
    asked.cancel()
    with contextlib.suppress(asyncio.CancelledError, httpx.HTTPError):
        await asked
    assert await settled(probed.inner.state.database)
    assert await rows(admin, n) == 0
    assert (await probes.post(f"/api/v1/probe/ok/{uuid4().hex}")).status_code == 201


async def test_a_workspace_that_was_set_is_gone_with_its_transaction(probes, probed):
    database = probed.inner.state.database
    for what in ("sets", "ok", "sets", "raises"):
        await probes.post(f"/api/v1/probe/{what}/{uuid4().hex}")
    for _turn in range(4):
        setting = await database.pool.fetchval("SELECT current_setting('app.tenant_id', true)")
        assert setting in (None, "")


async def test_a_unit_of_work_belongs_to_one_workspace(uow, acme, globex):
    await uow.begin(UUID(acme.workspace_id))
    with pytest.raises(RuntimeError):
        await uow.enter(UUID(globex.workspace_id))
    with pytest.raises(RuntimeError):
        await uow.begin(UUID(acme.workspace_id))


async def test_a_unit_of_work_does_not_begin_without_a_workspace(uow):
    with pytest.raises(TypeError):
        await uow.begin(None)


async def test_many_at_once_leave_exactly_what_was_acknowledged(probes, probed, admin):
    names = [(what, uuid4().hex) for what in list(OUTCOMES) * 8]

    async def one(what, n):
        response = await probes.post(f"/api/v1/probe/{what}/{n}")
        return response.status_code < 400, n

    answers = await asyncio.gather(*(one(*name) for name in names))
    for acknowledged, n in answers:
        assert await rows(admin, n) == int(acknowledged)
    assert await settled(probed.inner.state.database)


async def test_ten_of_the_same_request_are_one(acme):
    key = {"Idempotency-Key": uuid4().hex}
    asked = [
        acme.request("POST", "companies", json={"name": "Once"}, headers=key) for _ in range(10)
    ]
    answers = await asyncio.gather(*asked)
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert (await acme.get("companies"))["total"]["value"] == 1
    assert sum("idempotent-replayed" in answer.headers for answer in answers) == 9


async def test_a_key_is_for_one_request_in_one_firm(acme, globex):
    key = {"Idempotency-Key": "the same"}
    first = await acme.request("POST", "companies", json={"name": "First"}, headers=key)
    other = await acme.request("POST", "companies", json={"name": "Other"}, headers=key)
    theirs = await globex.request("POST", "companies", json={"name": "First"}, headers=key)
    assert (first.status_code, other.status_code, theirs.status_code) == (201, 422, 201)
    assert first.json()["id"] != theirs.json()["id"]
    assert (await acme.get("companies"))["total"]["value"] == 1


async def test_a_key_whose_request_was_refused_can_be_used_again(acme):
    key = {"Idempotency-Key": "again"}
    refused = await acme.request("POST", "companies", json={"name": ""}, headers=key)
    made = await acme.request("POST", "companies", json={"name": "Now"}, headers=key)
    assert (refused.status_code, made.status_code) == (422, 201)


async def test_of_ten_who_edit_one_version_one_does(acme):
    company = await acme.create("companies", name="Hualian")
    # More than one round: a lost race shows by chance, and one round can be lucky.
    for version in range(1, 7):
        asked = [
            acme.request(
                "PATCH",
                f"companies/{company['id']}",
                json={"name": f"Name {version} {n}"},
                headers={"If-Match": f'"{version}"'},
            )
            for n in range(10)
        ]
        answers = await asyncio.gather(*asked)
        assert sorted(answer.status_code for answer in answers) == [200] + [412] * 9
        winner = next(answer for answer in answers if answer.status_code == 200)
        assert await acme.get(f"companies/{company['id']}") == winner.json()
        assert winner.json()["version"] == version + 1


async def test_edits_of_different_fields_at_once_are_all_kept(acme):
    company = await acme.create("companies", name="Hualian")
    fields = ["name", "city", "country", "address", "about", "industry"]
    edited = [name for name in fields if name in company]
    assert len(edited) >= 4
    for turn in range(5):
        said = {name: f"{name} {turn}" for name in edited if name != "industry"}
        asked = [
            acme.request("PATCH", f"companies/{company['id']}", json={name: value})
            for name, value in said.items()
        ]
        answers = await asyncio.gather(*asked)
        assert {answer.status_code for answer in answers} == {200}
        after = await acme.get(f"companies/{company['id']}")
        assert said.items() <= after.items()


async def test_of_ten_who_accept_one_invitation_one_joins(acme, admin):
    offer = await acme.request(
        "POST", "invitations", json={"email": "one@example.com", "role": "rep"}
    )
    token = offer.json()["accept_url"].rsplit("/", 1)[1]
    asked = [
        acme.http.post(
            f"/api/v1/invitations/{token}/acceptance",
            json={"name": "One", "password": "correct horse battery"},
        )
        for _ in range(8)
    ]
    answers = await asyncio.gather(*asked)
    joined = await admin.fetchval(
        "SELECT count(*) FROM membership m JOIN workspace w ON w.id = m.tenant_id "
        "WHERE w.slug = $1 AND m.role = 'rep'",
        acme.slug,
    )
    assert joined == 1
    assert sum(answer.status_code == 201 for answer in answers) == 1
    assert {answer.status_code for answer in answers} <= {201, 401, 404, 409, 429}
