"""Retention: the due set goes, exactly, and nothing goes before it was looked at."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from planting import tables
from surfer import Surfer

from crm.records.retention.tasks import run
from kernel.transaction import UnitOfWork

pytestmark = pytest.mark.anyio


async def aged(admin, acme, table, record, days):
    at = datetime.now(UTC) - timedelta(days=days)
    await admin.execute(
        f"UPDATE {table} SET created_at = $3, updated_at = $3 WHERE tenant_id = $1 AND id = $2",
        acme.workspace_id, record["id"], at,
    )  # fmt: skip


async def night(database, member, work):
    uow = await UnitOfWork(database).begin(UUID(member.workspace_id))
    await run(uow, {})
    await uow.finish(commit=True)
    await work()


async def test_every_night_exactly_what_is_due_goes(acme, globex, admin, database, work):
    made = {}
    for name, days, title in (("old", 31, "Buyer"), ("young", 29, "Buyer"), ("other", 90, "Boss")):
        made[name] = await acme.create("contacts", name=name, job_title=title)
        await aged(admin, acme, "contact", made[name], days)
    theirs = await globex.create("contacts", name="old", job_title="Buyer")
    await aged(admin, globex, "contact", theirs, 90)
    fits = {"field": "job_title", "op": "eq", "value": "Buyer"}
    said = {"name": "Buyers", "record_type": "contact", "days": 30, "filter": fits}
    rule = await acme.post("retention-rules", 201, **said)
    path = f"retention-rules/{rule['id']}"
    assert await acme.get(f"{path}/due") == {"count": 1, "titles": ["old"]}
    await night(database, acme, work)
    assert len((await acme.get("contacts"))["items"]) == 3
    await acme.edit(path, active=True)
    await night(database, acme, work)
    left = {c["name"] for c in (await acme.get("contacts"))["items"]}
    assert left == {"young", "other"}
    assert [b["title"] for b in (await acme.get("trash"))["items"]] == ["old"]
    assert len((await globex.get("contacts"))["items"]) == 1
    [kept] = (await acme.get("retention-rules"))["items"]
    assert kept["done"] == 1
    assert await acme.get(f"{path}/due") == {"count": 0, "titles": []}


async def test_people_who_are_due_are_erased_with_a_certificate(acme, admin, database, work):
    lead = await acme.create("leads", name="Wang Xiaoming")
    await aged(admin, acme, "lead", lead, 400)
    said = {"name": "Leads", "record_type": "lead", "days": 365, "deed": "erase"}
    rule = await acme.post("retention-rules", 201, **said)
    await acme.edit(f"retention-rules/{rule['id']}", active=True)
    await night(database, acme, work)
    assert await acme.status("GET", f"leads/{lead['id']}") == 404
    [one] = (await acme.get("erasures"))["items"]
    assert (one["state"], one["reason"], one["left_over"]) == ("done", "Leads", {})


@pytest.mark.parametrize(
    "wrong",
    [
        {"record_type": "nothing"},
        {"deed": "erase"},
        {"since": "last_activity_at", "record_type": "product"},
        {"filter": {"field": "nothing", "op": "eq", "value": 1}},
        {"days": 0},
    ],
)
async def test_a_rule_that_makes_no_sense_is_refused(acme, wrong):
    said = {"name": "x", "record_type": "company", "days": 30, **wrong}
    assert await acme.status("POST", "retention-rules", json=said) in {400, 422}


async def test_rules_are_for_those_who_may_and_work_by_form(acme, globex, admin):
    manager = await acme.member("manager")
    assert await manager.status("GET", "retention-rules") == 403
    old = await acme.create("companies", name="Hualian")
    await aged(admin, acme, "company", old, 100)
    browser = Surfer(acme.owner)
    said = {"name": "Dead", "record_type": "company", "since": "created_at", "days": "90"}
    line = {"field": "name", "op": "contains", "value": "Hua"}
    await browser.follow("settings/retention", **said, deed="bin", **line)
    [rule] = (await acme.get("retention-rules"))["items"]
    assert rule["filter"] == {"and": [line]}
    assert (
        "Job title" in (await browser.open("settings/retention/condition?record_type=contact")).text
    )
    assert await globex.status("GET", f"retention-rules/{rule['id']}/due") == 404
    assert "Hualian" in (await browser.open("settings/retention")).text
    await browser.follow(f"settings/retention/{rule['id']}/switch", active="1")
    assert (await acme.get("retention-rules"))["items"][0]["active"] is True
    await browser.follow(f"settings/retention/{rule['id']}/deletion")
    assert (await acme.get("retention-rules"))["items"] == []


async def test_people_are_made_anonymous_by_a_field_of_the_firms_own_and_still_count(
    acme, admin, database, work
):
    await acme.create("fields", type="contact", kind="text", label="Ward")
    phones = [{"value": "+49 170 5550123", "label": ""}]
    wang = await acme.create(
        "contacts", name="Wang Xiaoming", role="user", phones=phones, custom={"ward": "B2"}
    )
    await acme.create("contacts", name="Li Na", custom={"ward": "A1"})
    links = [{"type": "contact", "id": wang["id"]}]
    visit = await acme.create("activities", kind="visit", text="He is ill", links=links)
    await aged(admin, acme, "contact", wang, 400)
    fits = {"field": "custom.ward", "op": "eq", "value": "B2"}
    said = {"record_type": "contact", "days": 365, "filter": fits, "deed": "anonymise"}
    looked = await acme.post("retention-previews", 200, **said)
    assert looked == {"count": 1, "titles": ["Wang Xiaoming"]}
    assert (await acme.get("retention-rules"))["items"] == []
    rule = await acme.post("retention-rules", 201, name="Ward B2", **said)
    await acme.edit(f"retention-rules/{rule['id']}", active=True)
    await night(database, acme, work)
    kept = await acme.get(f"contacts/{wang['id']}")
    assert (kept["name"], kept["role"], kept["phones"]) == ("[erased]", "user", [])
    assert kept["custom"] == {"ward": None}
    shown = await acme.get(f"activities/{visit['id']}")
    assert (shown["kind"], shown["text"]) == ("visit", "[erased]")
    [one] = (await acme.get("erasures"))["items"]
    assert (one["deed"], one["state"], one["left_over"]) == ("anonymise", "done", {})
    for word in ("xiaoming", "5550123", "he is ill"):
        assert await standing(admin, acme, word) == set()
    assert (await acme.get(f"retention-rules/{rule['id']}/due"))["count"] == 0


async def standing(admin, acme, word):
    """The columns in which a word stands."""
    found = set()
    for table in tables():
        rows = await admin.fetch(
            f"SELECT DISTINCT c.key FROM {table.name} t, jsonb_each_text(to_jsonb(t)) c "
            "WHERE t.tenant_id = $1 AND position($2 IN lower(c.value)) > 0",
            acme.workspace_id,
            word,
        )
        found |= {f"{table.name}.{row['key']}" for row in rows}
    return found
