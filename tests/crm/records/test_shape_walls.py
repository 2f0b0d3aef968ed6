"""What a workspace adds to its records is its own, and shows nobody more than they see."""

import json
from uuid import UUID

from kernel.transaction import UnitOfWork


async def same_version(database, *firms):
    """Bring the firms' shapes to one version, as chance could."""
    for firm in firms:
        uow = await UnitOfWork(database).begin(UUID(firm.workspace_id))
        await uow.execute("UPDATE workspace SET shape_version = 7 WHERE id = $1", uow.tenant_id)
        await uow.finish(commit=True)


async def keys(firm):
    return list((await firm.create("companies", name="A"))["custom"])


async def test_a_shape_is_kept_for_its_workspace_and_version(acme, globex, database):
    for firm, label in ((acme, "Ours"), (globex, "Theirs")):
        await firm.create("fields", type="company", kind="text", label=label)
    await same_version(database, acme, globex)
    assert (await keys(acme), await keys(globex)) == (["ours"], ["theirs"])
    await acme.create("fields", type="company", kind="text", label="More")
    assert await keys(acme) == ["ours", "more"]


async def test_a_field_holds_only_what_one_sees(acme, globex):
    await acme.create("fields", type="company", kind="record", label="Mother", target="company")
    rep = await acme.member("rep")
    unseen, theirs = (
        await acme.create("companies", name="Hidden"),
        await globex.create("companies", name="X"),
    )
    contact = await acme.create("contacts", name="Wang")
    for other in (unseen, theirs, contact):
        body = {"name": "A", "custom": {"mother": other["id"]}}
        refused = await rep.request("POST", "companies", json=body)
        assert (refused.status_code, list(refused.json()["errors"])) == (422, ["custom.mother"])


async def test_a_related_field_tells_nothing_of_what_one_does_not_see(acme):
    rep = await acme.member("rep")
    company = await rep.create("companies", name="Hualian")
    await acme.create("contacts", name="Wang", job_title="Spy", companies=[company["id"]])
    wanted = json.dumps({"field": "contacts.job_title", "op": "eq", "value": "Spy"})
    assert (await rep.get("companies", filter=wanted))["items"] == []
    assert len((await acme.get("companies", filter=wanted))["items"]) == 1


async def test_my_team_and_tags_by_name_can_be_asked_for(acme):
    rep = await acme.member("rep")
    mine = await rep.create("companies", name="Rep's")
    await acme.create("companies", name="Owner's")
    tag = await acme.create("tags", name="Hot")
    await acme.request("PUT", f"companies/{mine['id']}/tags/{tag['id']}")
    for test in (
        {"field": "owner_id", "op": "eq", "value": "my_team"},
        {"field": "tags", "op": "contains", "value": "hot"},
    ):
        found = (await rep.get("companies", filter=json.dumps(test)))["items"]
        assert [row["name"] for row in found] == ["Rep's"]
