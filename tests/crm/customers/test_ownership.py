"""Nobody becomes an owner, by whatever way, without a span."""

import asyncio

from pooling import ids_of, owners


async def test_a_transfer_closes_one_span_and_opens_the_next(acme):
    await acme.member("rep", "Rita")
    people = await ids_of(acme)
    hualian = await acme.create("companies", name="Hualian")
    await acme.edit(f"companies/{hualian['id']}", owner_id=people["Rita"])
    await acme.edit(f"companies/{hualian['id']}", owner_id=None)
    spans = (await acme.get(f"companies/{hualian['id']}/owners"))["items"]
    assert [(s["cause"], s["end_cause"]) for s in spans] == [
        ("transfer", "transfer"),
        ("create", "transfer"),
    ]
    assert spans[1]["ended_at"] == spans[0]["started_at"]


async def test_transfers_at_once_leave_one_line_of_owners(acme):
    for n in range(4):
        await acme.member("rep", f"Rep{n}")
    people = await ids_of(acme)
    hualian = await acme.create("companies", name="Hualian")
    path = f"companies/{hualian['id']}"
    await asyncio.gather(
        *(acme.status("PATCH", path, json={"owner_id": people[f"Rep{n}"]}) for n in range(4))
    )
    spans = (await acme.get(f"{path}/owners"))["items"]
    assert [s["ended_at"] for s in spans[1:]] == [s["started_at"] for s in spans[:-1]]
    assert spans[0]["owner_id"] == (await acme.get(path))["owner_id"]


async def test_an_edit_and_a_task_leave_the_owners_alone(acme):
    hualian = await acme.create("companies", name="Hualian")
    await acme.edit(f"companies/{hualian['id']}", city="Wuxi")
    await acme.create("tasks", title="Call", links=[{"type": "company", "id": hualian["id"]}])
    assert len(await owners(acme, hualian["id"])) == 1


async def test_the_line_of_owners_is_for_those_who_see_the_customer(acme, globex):
    rita = await acme.member("rep", "Rita")
    hualian = await acme.create("companies", name="Hualian")
    for outsider in (rita, globex):
        assert await outsider.status("GET", f"companies/{hualian['id']}/owners") == 404
