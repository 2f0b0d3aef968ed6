"""Looking at what a pool hides: so many a day, and leads lie in pools too."""

import asyncio

import asyncpg
import pytest
from surfer import Surfer

from kernel.ids import uuid7

pytestmark = pytest.mark.anyio
PHONES = [{"value": "+49 30 5550100", "label": ""}]


async def filled(acme, type, plural, names, **rules):
    """A pool, and records in it that a rep made and gave up."""
    said = {"name": f"All {plural}", "record_type": type, "hidden_fields": ["phones"], **rules}
    pool = await acme.post("pools", 201, **said)
    made = [await acme.create(plural, name=name, phones=PHONES) for name in names]
    for one in made:
        gone = {"record_id": one["id"], "reason": "no time"}
        await acme.post(f"pools/{pool['id']}/releases", 204, **gone)
    return f"pools/{pool['id']}", made


async def test_a_member_looks_at_so_many_a_day_and_at_no_more(acme):
    path, made = await filled(acme, "company", "companies", ("A", "B", "C"), daily_views=2)
    rep = await acme.member("rep")
    listed = (await rep.get(f"{path}/entries"))["items"]
    assert all("phones" not in entry["record"] for entry in listed)
    for one in (made[0], made[1], made[0]):
        shown = await rep.post(f"{path}/looks", 201, record_id=one["id"])
        assert shown["phones"] == PHONES
    refused = await rep.request("POST", f"{path}/looks", json={"record_id": made[2]["id"]})
    assert refused.status_code == 409
    assert "2 records" in refused.json()["detail"]
    assert (await acme.post(f"{path}/looks", 201, record_id=made[2]["id"]))["phones"] == PHONES
    deeds = [event["action"] for event in (await acme.get("audit"))["items"]]
    assert deeds.count("looked") == 4


async def test_two_looks_of_a_member_are_counted_one_after_the_other(acme, admin_dsn, dsn):
    path, [one, two] = await filled(acme, "company", "companies", "AB", daily_views=1)
    rep = await acme.member("rep", "Rita")
    [rita] = [m["id"] for m in (await acme.get("members"))["items"] if m["name"] == "Rita"]
    other = await asyncpg.connect(admin_dsn)
    async with other.transaction():
        await other.execute(
            "SELECT FROM membership WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE",
            acme.workspace_id, rita,
        )  # fmt: skip
        await other.execute(
            "INSERT INTO pool_look (tenant_id, id, pool_id, record_id, member_id, at) "
            "VALUES ($1, $2, $3, $4, $5, now())",
            acme.workspace_id, uuid7(), path.removeprefix("pools/"), two["id"], rita,
        )  # fmt: skip
        said = {"record_id": one["id"]}
        look = asyncio.create_task(rep.status("POST", f"{path}/looks", json=said))
        done, _waiting = await asyncio.wait({look}, timeout=0.7)
        assert not done
    assert await look == 409
    await other.close()


async def test_nobody_looks_from_outside_nor_where_nothing_may_be_looked_at(acme, globex):
    path, [one] = await filled(acme, "company", "companies", ("A",))
    rep = await acme.member("rep")
    said = {"record_id": one["id"]}
    assert await rep.status("POST", f"{path}/looks", json=said) == 409
    assert await globex.status("POST", f"{path}/looks", json=said) == 404
    other = await acme.create("companies", name="Not in it")
    body = {"record_id": other["id"]}
    assert await rep.status("POST", f"{path}/looks", json=body) == 404


async def test_leads_are_claimed_from_their_pool_and_their_owners_are_kept(acme):
    path, [wang] = await filled(acme, "lead", "leads", ("Wang",), daily_views=1)
    rep = await acme.member("rep", "Rita")
    browser = Surfer(rep)
    assert "Wang" in (await browser.open(path)).text
    shown = await browser.send(f"{path}/looks/{wang['id']}")
    assert "5550100" in shown.text
    taken = await rep.post(f"{path}/claims", 201, record_id=wang["id"])
    assert (taken["type"], taken["status"]) == ("lead", "assigned")
    spans = (await rep.get(f"leads/{wang['id']}/owners"))["items"]
    assert [span["cause"] for span in spans] == ["claim", "create"]
    assert "claimed from the pool" in (await browser.open(f"leads/{wang['id']}/ownership")).text
    form = {"pool_id": path.removeprefix("pools/"), "reason": "not mine"}
    await browser.send(f"leads/{wang['id']}/release", **form)
    assert (await acme.get(f"leads/{wang['id']}"))["owner_id"] is None
