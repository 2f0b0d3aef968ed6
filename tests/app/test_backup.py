"""A backup brings back exactly what there was, or says why it cannot (threats F29 to F31)."""

import tarfile
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest
from sums import file_sums, sums, sums_of_others

from app.backup.archive import Damaged, verified
from app.backup.plan import CannotRestore, parts
from app.backup.restoring import restore
from app.backup.saving import back_up
from app.backup.workspace import restore_workspace
from app.main import create_app
from app.registry import workspace_tables
from app.schema import role_dsn
from kernel import rls


def quiet(_step: str) -> None:
    """Nobody watches."""


BOUGHT = """
INSERT INTO subscription (tenant_id, provider, customer_id, version_id, currency, status,
                          created_at, updated_at)
SELECT $1, 'stripe', $2, v.id, 'EUR', 'active', now(), now() FROM plan_version v LIMIT 1
"""


@pytest.fixture
async def firm(acme, settings, admin_dsn):
    """A firm with a rep, a plan, a customer, a visit, a file and odd characters."""
    await acme.member("rep", "Grace")
    company = await acme.create("companies", name="Tab\there \\N 王\nnew line")
    await acme.create("contacts", name="Ada", emails=[{"value": "ada@x.org", "label": "work"}])
    about = [{"type": "company", "id": company["id"]}]
    await acme.create("activities", kind="visit", text="Wants pumps\\ by March", links=about)
    await acme.create("tasks", title="Call", due_at="2030-01-02T10:00:00Z", links=about)
    folder = settings.files_dir / UUID(acme.workspace_id).hex
    folder.mkdir(parents=True, exist_ok=True)
    (folder / uuid4().hex).write_bytes(b"\x00\x01price list" * 1000)
    admin = await asyncpg.connect(admin_dsn)
    await admin.execute(BOUGHT, UUID(acme.workspace_id), f"cus_{acme.slug}")
    await admin.close()
    return acme


@pytest.fixture
async def saved(firm, settings, restore_dsn, tmp_path):
    path = tmp_path / "backup.tar.gz"
    await back_up(settings, restore_dsn, path, quiet)
    return path


async def test_every_row_and_file_comes_back(saved, admin_dsn, settings, other):
    await restore(other.settings, other.restore_dsn, saved, quiet)
    assert await sums(other.admin_dsn) == await sums(admin_dsn)
    assert file_sums(other.settings.files_dir) == file_sums(settings.files_dir)


async def test_people_go_on_in_a_restored_deployment(saved, firm, other):
    await restore(other.settings, other.restore_dsn, saved, quiet)
    app = create_app(other.settings, role_dsn(other.admin_dsn, rls.APP, other.settings))
    async with app.inner.lifespan():
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            answer = await client.get(
                f"/api/v1/{firm.slug}/contacts",
                headers={"Authorization": f"Bearer {firm.token}"},
            )
    assert [contact["name"] for contact in answer.json()["items"]] == ["Ada"]


async def test_the_walls_stand_in_a_restored_database(saved, firm, other):
    await restore(other.settings, other.restore_dsn, saved, quiet)
    connection = await asyncpg.connect(role_dsn(other.admin_dsn, rls.APP, other.settings))
    try:
        for table in workspace_tables():
            assert await connection.fetchval(f"SELECT count(*) FROM {table}") == 0
    finally:
        await connection.close()


async def test_a_backup_holds_no_secret_key_and_is_its_owners_alone(saved, settings):
    keys = settings.secret_keys_file.read_bytes().split()
    with tarfile.open(saved) as tar:
        for entry in tar:
            file = tar.extractfile(entry)
            content = file.read() if file else b""
            assert not any(key in content for key in keys)
    assert saved.stat().st_mode & 0o077 == 0


async def test_every_table_of_the_models_is_in_a_backup(saved):
    held = {member.name for member in verified(saved).members}
    assert {f"tables/{part.table}" for part in parts()} <= held


async def test_one_wrong_byte_anywhere_is_noticed_before_anything_is_written(saved, other):
    sound = saved.read_bytes()
    before = await sums(other.admin_dsn)
    for place in (3, 8, 400, len(sound) // 2, len(sound) - 6, len(sound) - 1):
        wrong = bytearray(sound)
        wrong[place] ^= 1
        saved.write_bytes(wrong)
        with pytest.raises(Damaged):
            await restore(other.settings, other.restore_dsn, saved, quiet)
    saved.write_bytes(sound[:-1000])
    with pytest.raises(Damaged):
        verified(saved)
    assert await sums(other.admin_dsn) == before


async def test_a_full_database_is_not_overwritten_unless_told(saved, admin_dsn, other):
    await restore(other.settings, other.restore_dsn, saved, quiet)
    with pytest.raises(CannotRestore, match="not empty"):
        await restore(other.settings, other.restore_dsn, saved, quiet)
    await restore(other.settings, other.restore_dsn, saved, quiet, force=True)
    assert await sums(other.admin_dsn) == await sums(admin_dsn)


async def test_tables_of_another_revision_are_refused(saved, other):
    admin = await asyncpg.connect(other.admin_dsn)
    await admin.execute("UPDATE alembic_version SET version_num = '9999'")
    await admin.close()
    with pytest.raises(CannotRestore, match="revision"):
        await restore(other.settings, other.restore_dsn, saved, quiet)


async def test_one_workspace_returns_to_a_living_deployment(saved, firm, admin_dsn, other):
    """Somebody else lives there, under the same address in the web and with a shared person."""
    admin = await asyncpg.connect(other.admin_dsn)
    stranger, person = uuid4(), uuid4()
    await admin.execute(
        "INSERT INTO workspace (id, slug, name, created_at) VALUES ($1, $2, 'Other', now())",
        stranger,
        firm.slug,
    )
    await admin.execute(
        "INSERT INTO person (id, email, password_hash, created_at) VALUES ($1, $2, '-', now())",
        person,
        firm.email,
    )
    before = await sums_of_others(other.admin_dsn, firm.workspace_id)

    back = await restore_workspace(other.settings, other.restore_dsn, saved, firm.slug, quiet)

    after = await sums_of_others(other.admin_dsn, firm.workspace_id)
    assert {name: sum for name, sum in after.items() if sum != before[name]}.keys() <= {
        "person",
        "billing_customer",
    }
    assert back.slug != firm.slug
    assert str(back.id) == firm.workspace_id
    assert (back.files, back.new_people) == (1, 1)
    owner = "SELECT person_id FROM membership WHERE tenant_id = $1 AND role = 'owner'"
    assert await admin.fetchval(owner, back.id) == person
    there = await sums(other.admin_dsn, firm.workspace_id)
    here = await sums(admin_dsn, firm.workspace_id)
    assert {name for name in here if here[name] != there[name]} == {"membership"}
    await admin.close()


async def test_a_copy_stands_beside_the_living_original(
    saved, firm, admin_dsn, settings, restore_dsn
):
    with pytest.raises(CannotRestore, match="here already"):
        await restore_workspace(settings, restore_dsn, saved, firm.slug, quiet)
    name = f"copy-{uuid4().hex[:8]}"
    before = await sums(admin_dsn, firm.workspace_id)

    copy = await restore_workspace(settings, restore_dsn, saved, firm.slug, quiet, new_slug=name)

    assert (copy.slug, copy.new_people) == (name, 0)
    assert await sums(admin_dsn, firm.workspace_id) == before
    found = await firm.request("GET", f"/api/v1/{name}/contacts")
    assert [contact["name"] for contact in found.json()["items"]] == ["Ada"]
    # What the original pays for is the original's: whoever changed it in the copy would pay there.
    admin = await asyncpg.connect(admin_dsn)
    assert await admin.fetchval("SELECT 1 FROM subscription WHERE tenant_id = $1", copy.id) is None
    await admin.close()


async def test_an_unknown_workspace_is_named_with_those_that_there_are(saved, firm, other):
    with pytest.raises(CannotRestore, match="no workspace nobody"):
        await restore_workspace(other.settings, other.restore_dsn, saved, "nobody", quiet)
