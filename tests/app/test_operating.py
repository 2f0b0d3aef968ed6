"""An operator stops, removes, lets in, vouches and tries again, and touches nobody else."""

import getpass
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import asyncpg
import msgspec
import pytest
import time_machine
from console import operator_at_work
from sums import sums_of_others
from uploading import upload

from app.console.work import Overlook
from app.console.workspaces.service import crediting, giving, receiving, turning
from app.console.workspaces.words import UNSAID
from app.operating import commanding, money, people, queue, subscriptions, workspaces
from app.operating.notice import ANNOUNCED, announcing
from app.registry import workspace_tables
from app.worker import perform
from kernel import clock
from kernel.entitled import enforcing
from kernel.errors import Conflict, NotFound, Refused
from kernel.jobs import JOBS


@pytest.fixture
async def operator(restore_dsn):
    connection = await asyncpg.connect(restore_dsn)
    yield connection
    await connection.close()


@pytest.fixture
async def commanded(restore_dsn, settings):
    """What `guanxi tenant` does to a workspace."""
    overlook = Overlook(restore_dsn, settings)

    async def do(firm, deed, act, **by):
        return await commanding.do(overlook, firm.slug, deed, act, commanding.By(**by))

    yield do
    await overlook.close()


@pytest.fixture
def announced(commanded):
    """Its owners were told so many days ago that their workspace will be removed."""

    async def tell(firm, *days_ago):
        for days in days_ago:
            with time_machine.travel(clock.now() - timedelta(days=days), tick=True):
                await commanded(firm, ANNOUNCED, announcing())

    return tell


async def test_a_suspended_workspace_lets_nobody_in_until_it_is_resumed(acme, commanded):
    await commanded(acme, "suspended", turning("active", "suspended"))
    assert await acme.status("GET", "contacts") == 404
    await commanded(acme, "resumed", turning("suspended", "active"))
    assert await acme.status("GET", "contacts") == 200


async def test_an_active_workspace_is_not_purged(acme, operator, settings):
    with pytest.raises(Conflict, match="suspend"):
        await workspaces.purge(operator, settings, acme.slug)
    assert await acme.status("GET", "contacts") == 200


async def test_owners_are_told_twice_before_their_workspace_is_removed(
    acme, operator, commanded, announced, settings
):
    async def purged():
        return await workspaces.purge(operator, settings, acme.slug)

    await announced(acme, 30, 20)
    for deed in (("active", "suspended"), ("suspended", "active"), ("active", "suspended")):
        await commanded(acme, "resumed" if deed[1] == "active" else "suspended", turning(*deed))
    with time_machine.travel(clock.now() + timedelta(days=1), tick=True):
        # What was said before it went on counts no more, and two letters of one day are one.
        await announced(acme, 0, 0)
    with time_machine.travel(clock.now() + timedelta(days=9), tick=True):
        with pytest.raises(Conflict, match="tenant announce"):
            await purged()
        await announced(acme, 0)
        letters = "SELECT count(*) FROM delivery WHERE destination = $1 AND payload::text LIKE $2"
        assert await operator.fetchval(letters, acme.email, "%will be removed%") == 5
        with pytest.raises(Conflict, match="can be removed from"):
            await purged()
    with time_machine.travel(clock.now() + timedelta(days=17), tick=True):
        assert (await purged()).rows > 5


async def test_a_purged_workspace_is_gone_with_its_files_and_the_others_stay(
    acme, globex, operator, commanded, announced, settings, admin_dsn
):
    await acme.create("contacts", name="Ada")
    await globex.create("contacts", name="Grace")
    folder = settings.files_dir / UUID(acme.workspace_id).hex
    folder.mkdir(parents=True)
    (folder / uuid4().hex).write_bytes(b"price list")
    await announced(acme, 15, 8)
    before = await sums_of_others(admin_dsn, acme.workspace_id)

    await commanded(acme, "suspended", turning("active", "suspended"))
    gone = await workspaces.purge(operator, settings, acme.slug)

    assert gone.rows > 5
    assert not folder.exists()
    after = await sums_of_others(admin_dsn, acme.workspace_id)
    assert {name for name in after if after[name] != before[name]} <= {"delivery", "operator_deed"}
    assert acme.slug not in {one.slug for one in await workspaces.listed(operator)}
    assert [one["name"] for one in (await globex.get("contacts"))["items"]] == ["Grace"]


async def test_jobs_that_run_while_a_workspace_is_purged_bring_nothing_back(
    acme, operator, commanded, announced, database, settings, admin_dsn
):  # [R10]
    company = await acme.create("companies", name="Hualian")
    await upload(acme.owner, f"companies/{company['id']}", "prices.txt")
    await acme.create("tasks", title="Call", due_at="2026-01-01T09:00:00Z")
    await acme.post("exports", 201)
    admin = await asyncpg.connect(admin_dsn)
    ours = "FROM queue.pgqueuer WHERE headers->>'tenant' = $1"
    claimed = await admin.fetch(f"SELECT entrypoint, payload, headers {ours}", acme.workspace_id)
    assert len(claimed) > 2
    await announced(acme, 15, 8)
    await commanded(acme, "suspended", turning("active", "suspended"))
    await workspaces.purge(operator, settings, acme.slug)
    for job in claimed:
        # What it is refused is the worker's to retry and to hold; nothing of it may stay.
        with suppress(asyncpg.PostgresError, Refused, LookupError):
            headers = msgspec.json.decode(job["headers"])
            await perform(database, JOBS[job["entrypoint"]], job["payload"], headers)
    tenant = UUID(acme.workspace_id)
    left = {
        table: await admin.fetchval(f"SELECT count(*) FROM {table} WHERE tenant_id = $1", tenant)
        for table in workspace_tables()
    }
    assert {table: rows for table, rows in left.items() if rows} == {}
    assert await admin.fetchval(f"SELECT count(*) {ours}", acme.workspace_id) == 0
    assert not (settings.files_dir / tenant.hex).exists()
    await admin.close()


async def test_an_unknown_workspace_is_said_to_be_unknown(operator, settings):
    with pytest.raises(NotFound, match="tenant list"):
        await workspaces.purge(operator, settings, "nobody")


async def test_an_operators_link_sets_a_new_password_once(acme, database, http):
    path = await people.reset_link(database, acme.email.upper())
    token = path.rpartition("/")[2]
    body = {"password": "another good horse"}
    answer = await http.post(f"/api/v1/password-resets/{token}", json=body)
    assert answer.status_code < 300
    signed_in = await http.post("/api/v1/sessions", json={"email": acme.email, **body})
    assert signed_in.status_code == 201


async def test_an_operator_vouches_for_an_address_and_old_sessions_end(acme, database, operator):
    await people.verify(database, acme.email)
    [person] = await people.listed(operator, email=acme.email)
    assert person.verified
    assert person.workspaces == [f"{acme.slug}:owner"]
    assert await acme.status("GET", "contacts") == 401


async def test_a_job_that_was_given_up_is_listed_and_tried_again(acme, operator):
    job = await operator.fetchval(
        "INSERT INTO queue.pgqueuer (priority, entrypoint, status, attempts, headers) "
        "VALUES (0, 'some.job', 'failed', 8, $1) RETURNING id::text",
        f'{{"tenant": "{acme.workspace_id}"}}',
    )
    found = {one.id: one for one in await queue.listed(operator)}
    assert (found[job].name, found[job].attempts) == ("some.job", 8)
    assert found[job].workspace == acme.workspace_id
    assert await queue.retry(operator, [job]) == 1
    assert job not in {one.id for one in await queue.listed(operator)}
    assert job in {one.id for one in await queue.listed(operator, waiting=True, limit=10_000)}


async def test_a_dead_letter_is_listed_without_its_text_and_sent_again(operator):
    address = f"{uuid4()}@example.com"
    letter = await operator.fetchval(
        "INSERT INTO delivery (id, channel, destination, payload, state, last_error, created_at, "
        "due_at) VALUES ($1, 'mail', $2, '{\"text\": \"a secret link\"}', 'dead', "
        "'refused with 550', now(), now()) RETURNING id::text",
        uuid4(),
        address,
    )
    [found] = [one for one in await queue.listed(operator) if one.id == letter]
    assert found.why == "refused with 550"
    assert "secret" not in str(found)
    assert await queue.retry(operator, [letter]) == 1
    waiting = "SELECT state FROM delivery WHERE id::text = $1"
    assert await operator.fetchval(waiting, letter) == "waiting"
    sends = "SELECT count(*) FROM queue.pgqueuer WHERE convert_from(payload, 'utf8') LIKE $1"
    assert await operator.fetchval(sends, f"%{address}%") == 1


async def test_an_operator_gives_a_plan_and_takes_something_off_the_next_bill(
    acme, database, commanded
):
    enforcing.on = True
    try:
        day = datetime(2030, 1, 1, tzinfo=UTC)
        await commanded(acme, "plan_given", giving("business", 7, "year", day))
        await commanded(acme, "credited", crediting(500, "USD"), reason="sorry")
        shown = await subscriptions.shown(database, acme.slug)
        assert (shown.plan, shown.seats, shown.until) == ("business", 7, day)
        assert (shown.credit_minor, shown.used["contacts"]) == (500, "0")
        assert (await acme.get("billing"))["ends_at"] == "2030-01-01T00:00:00Z"
    finally:
        enforcing.on = False


async def test_a_transfer_that_came_in_is_marked_once_and_both_audits_say_by_whom(
    desk,
    acme,
    http,
    admin,
    operator,
    commanded,
):
    ops = await operator_at_work(http, admin, f"ops-{uuid4().hex[:8]}@example.com")
    wish = {"plan": "team", "seats": 2, "by": "transfer"}
    reference = (await acme.post("billing/orders", expected=201, **wish))["reference"]
    order = await money.order_called(operator, reference.lower())
    assert (order.workspace, order.news) == (acme.slug, True)
    await commanded(acme, "order_paid", receiving(order.id), operator=ops.email)
    assert not (await money.order_called(operator, reference)).news
    assert (await acme.get("billing"))["seats"] == 2
    [event] = (await acme.get("audit", type="operator"))["items"]
    assert (event["actor_name"], event["after"]["reference"]) == (ops.email, reference)
    assert reference in await ops.open(f"/operator/deeds?workspace={acme.workspace_id}")


async def test_both_audits_name_who_commanded_it(acme, http, admin, commanded):
    ops = await operator_at_work(http, admin, f"ops-{uuid4().hex[:8]}@example.com")
    await commanded(acme, "suspended", turning("active", "suspended"), operator=ops.email)
    await commanded(acme, "resumed", turning("suspended", "active"), reason="paid after all")
    told = await admin.fetch(
        "SELECT actor_name, source, after->>'reason' FROM event WHERE tenant_id = $1 "
        "AND action = 'operated' ORDER BY id",
        UUID(acme.workspace_id),
    )
    machine = getpass.getuser()
    unsaid = (ops.email, "operator", UNSAID)
    assert [tuple(row) for row in told] == [unsaid, (machine, "operator", "paid after all")]
    seen = await ops.open(f"/operator/deeds?workspace={acme.workspace_id}")
    assert machine in seen
    with pytest.raises(NotFound, match="operator list"):
        await commanded(acme, "suspended", turning("active", "suspended"), operator="x@example.com")
    assert await acme.status("GET", "contacts") == 200
