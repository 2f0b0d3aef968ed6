"""What failed is tried again; a new version of a plan leaves the old one to whom it is."""

from uuid import UUID, uuid4


async def test_a_job_that_was_given_up_is_tried_again_from_the_console(acme, console, admin):
    job = await admin.fetchval(
        "INSERT INTO queue.pgqueuer (priority, entrypoint, status, attempts, headers) "
        "VALUES (0, 'some.job', 'failed', 8, $1) RETURNING id::text",
        f'{{"tenant": "{acme.workspace_id}"}}',
    )
    assert "some.job" in await console.open("/operator/stuck")
    assert "some.job" in await console.open(f"/operator/workspaces/{acme.workspace_id}")
    again = ("/operator/stuck", "/operator/stuck/again")
    assert (await console.send(*again, kind="job", id=job)).status_code == 303
    state = "SELECT status::text FROM queue.pgqueuer WHERE id::text = $1"
    assert await admin.fetchval(state, job) == "queued"
    assert (await console.send(*again, kind="job", id=job)).status_code == 404
    await admin.execute("DELETE FROM queue.pgqueuer WHERE id::text = $1", job)


async def test_an_event_of_stripe_that_was_ignored_is_looked_up_again(console, admin):
    event = f"evt_{uuid4().hex}"
    await admin.execute(
        "INSERT INTO billing_event (id, type, state, error, happened_at, received_at) "
        "VALUES ($1, 'invoice.paid', 'ignored', 'of nobody', now(), now())",
        event,
    )
    again = ("/operator/stuck", "/operator/stuck/again")
    assert (await console.send(*again, kind="event", id=event)).status_code == 303
    state = "SELECT state FROM billing_event WHERE id = $1"
    assert await admin.fetchval(state, event) == "waiting"
    queued = (
        "SELECT count(*) FROM queue.pgqueuer WHERE entrypoint = 'billing.heard' AND payload = $1"
    )
    assert await admin.fetchval(queued, f'{{"event":"{event}"}}'.encode()) == 1


async def test_a_message_that_a_webhook_missed_is_sent_again_and_both_audits_say_so(
    acme, globex, console, admin
):
    hook = (
        await acme.post("webhooks", 201, name="ERP", url="https://93.184.216.34/in", events=["*.*"])
    )["id"]
    mine, place = str(uuid4()), UUID(acme.workspace_id)
    await admin.execute(
        "INSERT INTO webhook_delivery (tenant_id, id, webhook_id, event, body, state, error, "
        "created_at) VALUES ($1, $2, $3, 'deal.won', 'a secret', 'failed', 'answered 500', now())",
        place, UUID(mine), UUID(hook),
    )  # fmt: skip
    page = await console.open("/operator/stuck")
    assert "answered 500" in page
    assert "a secret" not in page
    send = ("/operator/stuck", "/operator/stuck/webhooks/again")
    told = {"webhook_id": hook, "id": mine}
    other = await console.send(*send, workspace_id=globex.workspace_id, **told)
    assert other.status_code == 404
    assert (await console.send(*send, workspace_id=place, **told)).status_code == 303
    state = "SELECT state FROM webhook_delivery WHERE tenant_id = $1 AND id = $2"
    assert await admin.fetchval(state, place, UUID(mine)) == "waiting"
    assert (await console.send(*send, workspace_id=place, **told)).status_code == 409
    audits = [
        await console.open(f"/operator/deeds?workspace={place}"),
        str(await acme.get("audit")),
    ]
    assert all("sent again" in audit and console.email in audit for audit in audits)


async def test_a_new_version_of_a_plan_is_sold_and_the_old_one_stays_whose_it_is(
    paying, console, admin
):
    page = await console.open("/operator/plans/team")
    version = page.partition('name="version" value="')[2].partition('"')[0]
    form = {
        "version": version,
        "price_EUR_month": "19.00",
        "limit_contacts": "9",
        "limit_bots": "x",
    }
    at = ("/operator/plans/team", "/operator/plans/team")
    assert (await console.send(*at, **form)).status_code == 422
    form["limit_bots"] = "0"
    assert (await console.send(*at, **form)).status_code == 303
    # Whoever looked at the version before is told, and publishes nothing.
    assert (await console.send(*at, **form)).status_code == 409
    plans = (await paying.get("/api/v1/plans"))["items"]
    team = next(plan for plan in plans if plan["code"] == "team")
    assert "1900" in str(team)
    bought = "SELECT version_id::text FROM subscription WHERE tenant_id = $1::uuid"
    assert await admin.fetchval(bought, paying.workspace_id) == version
    await admin.execute(
        "WITH v AS (SELECT id FROM plan_version WHERE plan = 'team' AND number > 1),"
        " p AS (DELETE FROM plan_price USING v WHERE version_id = v.id),"
        " e AS (DELETE FROM plan_entitlement USING v WHERE version_id = v.id)"
        " SELECT 1"
    )
    await admin.execute("DELETE FROM plan_version WHERE plan = 'team' AND number > 1")
