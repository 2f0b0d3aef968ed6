from datetime import datetime

import asyncpg
import pytest

from app.schema import role_dsn
from app.seed.load import World, load
from app.seed.world import DEMO_EMAIL, DEMO_PASSWORD, workspaces
from kernel import rls
from tenants.people.passwords import hashed

SEED = 4711


@pytest.fixture
def restore_dsn(dsn, admin_dsn, settings) -> str:
    return role_dsn(admin_dsn, rls.RESTORE, settings)


@pytest.fixture
async def owner(restore_dsn, http, now):
    """Somebody signed in to a firm that was made up for this test file."""
    world = World("small", "zh", SEED, now)
    await load(restore_dsn, world, await hashed(DEMO_PASSWORD))
    answer = await http.post(
        "/api/v1/sessions", json={"email": DEMO_EMAIL, "password": DEMO_PASSWORD}
    )
    assert answer.status_code == 201, answer.text
    made = {workspace.id for workspace in workspaces("small", "zh", SEED, now)}
    slugs = [w["slug"] for w in answer.json()["workspaces"] if w["id"] in map(str, made)]
    slug = next(slug for slug in slugs if slug.startswith("hualian"))

    async def get(path, **params):
        found = await http.get(
            f"/api/v1/{slug}/{path}",
            params=params,
            headers={"Authorization": f"Bearer {answer.json()['token']}"},
        )
        assert found.status_code == 200, found.text
        return found.json()

    return get


async def test_the_demo_owner_signs_in_and_sees_the_firm(owner) -> None:
    for plural, count in (("companies", 44), ("contacts", 120), ("activities", 404)):
        listed = await owner(plural, limit=50)
        assert listed["total"]["value"] == count
    contact = (await owner("contacts", limit=50))["items"][0]
    assert (await owner(f"contacts/{contact['id']}"))["name"] == contact["name"]


async def test_a_company_has_a_timeline_of_what_was_done(owner) -> None:
    listed = await owner("companies", sort="-last_activity_at", limit=5)
    timeline = await owner(f"companies/{listed['items'][0]['id']}/timeline")
    assert any(entry["kind"] == "activity" for entry in timeline["items"])


async def test_a_visitor_finds_a_firm_that_uses_everything(owner, now) -> None:
    company = (await owner("companies", limit=50))["items"]
    assert any(c["custom"]["payment_terms"] for c in company)
    assert all(c["latitude"] for c in company)
    assert [c["industry"] for c in company if c["kind"] == "person"] == [None] * 4
    [partner] = [c for c in company if c["role"] == "reseller"]
    [inside] = (await owner("partner-users"))["items"]
    assert inside["email"].startswith("partner@hualian")
    assert inside["company_id"] == partner["id"]
    pools = (await owner("pools"))["items"]
    assert {pool["record_type"]: pool["waiting"] > 0 for pool in pools} == {
        "company": True,
        "lead": True,
    }
    assert {v["name"] for v in (await owner("views", type="company"))["items"] if v["pinned"]}
    (batch,) = (await owner("batches"))["items"]
    assert batch["kind"] == "import"
    assert datetime.fromisoformat(batch["undoable_until"]) > now
    assert [one["state"] for one in (await owner("imports"))["items"]] == ["done"]
    for path in (
        "fields",
        "routing-rules",
        "score-rules",
        "lead-forms",
        "care-plans",
        "price-books",
    ):
        assert (await owner(path))["items"], path


async def test_targets_are_near_what_is_reached(owner, now) -> None:
    targets = (await owner("numbers/targets", period=f"{now:%Y-%m}"))["items"]
    firm = [t for t in targets if t["scope"] == "company" and t["metric"] == "contract_amount"]
    assert firm
    assert all(0.3 < target["attainment"] < 1.6 for target in firm)


async def test_loading_again_goes_on_where_it_stopped(owner, restore_dsn, now) -> None:
    again = await load(restore_dsn, World("small", "zh", SEED, now), "x")
    assert (again.workspaces, again.skipped, again.rows) == (0, 2, 0)


async def test_a_slug_that_is_taken_gets_a_number(owner, restore_dsn, now) -> None:
    await load(restore_dsn, World("small", "zh", SEED + 1, now), "x")
    connection = await asyncpg.connect(restore_dsn)
    try:
        slugs = await connection.fetch("SELECT slug FROM workspace WHERE slug LIKE 'hualian%'")
    finally:
        await connection.close()
    assert len({row["slug"] for row in slugs}) >= 2


async def test_what_is_derived_is_what_the_product_would_derive(owner, uow, now) -> None:
    workspace = next(workspaces("small", "zh", SEED, now))
    await uow.begin(workspace.id)
    moments = "SELECT id, last_activity_at, next_action_at FROM company WHERE tenant_id = $1"
    loaded = {tuple(row) for row in await uow.fetch(moments, workspace.id)}
    from crm.activities.followed import derive

    await derive(uow, workspace.id, [row[0] for row in loaded])
    assert {tuple(row) for row in await uow.fetch(moments, workspace.id)} == loaded
    assert any(row[1] for row in loaded)


async def test_reminders_of_coming_tasks_wait_in_the_queue(owner, admin_dsn, now) -> None:
    workspace = next(workspaces("small", "zh", SEED, now))
    connection = await asyncpg.connect(admin_dsn)
    try:
        waiting = await connection.fetchval(
            "SELECT count(*) FROM queue.pgqueuer WHERE entrypoint = 'task.remind'"
            " AND headers ->> 'tenant' = $1 AND execute_after > $2",
            str(workspace.id),
            now,
        )
    finally:
        await connection.close()
    assert waiting > 0
