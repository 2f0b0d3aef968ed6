"""Ranks tell who did most, and put nobody on show; resources tell who looks after whom."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from dealings import NOW, Dealings
from pooling import claim, pool_of, pooled
from roles import ids_of
from surfer import Surfer


async def visits(who: Any, count: int) -> None:
    firm = await who.create("companies", name=f"Firm of {who.email}")
    for _n in range(count):
        about = {"type": "company", "id": firm["id"]}
        await who.create("activities", text="Met", kind="visit", links=[about])


async def places(who: Any, metric: str = "visits") -> list[tuple[str, int, int]]:
    boards = {b["metric"]: b for b in (await who.get("numbers/ranks"))["boards"]}
    return [(p["name"], p["rank"], p["value"]) for p in boards[metric]["places"]]


async def test_a_rep_sees_the_first_three_and_their_own_place(acme):
    reps = [await acme.member("rep", name) for name in ("Ann", "Bob", "Cid", "Dan", "Eve")]
    for rep, count in zip(reps, (5, 4, 3, 2, 1), strict=True):
        await visits(rep, count)
    top = [("Ann", 1, 5), ("Bob", 2, 4), ("Cid", 3, 3)]
    assert await places(reps[4]) == [*top, ("Eve", 5, 1)]
    assert await places(reps[0]) == top
    assert len(await places(acme)) == 6
    once = [("Ann", 1, 1), ("Bob", 1, 1), ("Cid", 1, 1), ("Eve", 1, 1)]
    assert await places(reps[4], "followed") == once
    boards = {b["metric"]: b for b in (await reps[4].get("numbers/ranks"))["boards"]}
    board = boards["followed"]
    found = await reps[4].get("companies", filter=board["places"][-1]["filter"])
    assert [one["name"] for one in found["items"]] == [f"Firm of {reps[4].email}"]
    await reps[1].request("PUT", "numbers/ranks/part", json={"shown": False})
    assert await places(reps[4]) == [("Ann", 1, 5), ("Cid", 2, 3), ("Dan", 3, 2), ("Eve", 4, 1)]
    assert ("Bob", 2, 4) in await places(reps[1])
    assert "Bob" not in (await Surfer(acme.owner).open("numbers/ranks")).text
    await Surfer(reps[1]).follow("numbers/ranks/part", shown="1")
    assert await places(reps[4]) == [*top, ("Eve", 5, 1)]


async def test_a_win_rate_is_ranked_where_it_is_no_luck(acme):
    ann, bob = [await acme.member("rep", name) for name in ("Ann", "Bob")]
    for rep, ends in ((ann, ("winning", "winning", "loss")), (bob, ("winning", "winning"))):
        for end in ends:
            deal = await rep.create("deals", name="Pumps")
            said = {"reason": "price"} if end == "loss" else {}
            await rep.post(f"deals/{deal['id']}/{end}", **said)
    assert await places(bob, "win_rate") == [("Ann", 1, 67), ("Bob", 2, 0)]
    assert "67%" in (await Surfer(ann).open("numbers/ranks")).text


async def test_companies_are_counted_by_rep_and_by_what_threatens_them(acme, admin):
    rita = await acme.member("rep", "Rita")
    pool = await pool_of(acme)
    taken = await pooled(acme, pool, "Taken")
    assert await claim(rita, pool, taken) == 201
    for name in ("Near", "Old", "Fresh"):
        await rita.create("companies", name=name)
    soon, ago = NOW + timedelta(days=2), NOW - timedelta(days=31)
    for column, moment, name in (("reclaim_at", soon, "Near"), ("created_at", ago, "Old")):
        await admin.execute(
            f"UPDATE company SET {column} = $1 WHERE tenant_id = $2 AND name = $3",
            moment,
            UUID(acme.workspace_id),
            name,
        )
    gone = {"record_id": taken, "reason": "No need"}
    await rita.post(f"pools/{pool['id']}/releases", 204, **gone)
    people = await ids_of(acme)
    [line] = [
        one
        for one in (await acme.get("numbers/resources"))["items"]
        if one["owner_id"] == people["Rita"]
    ]
    counts = {n: line[n]["count"] for n in ("owned", "danger", "untouched", "claimed", "returned")}
    assert counts == {"owned": 3, "danger": 1, "untouched": 1, "claimed": 1, "returned": 1}
    for name in ("danger", "untouched", "claimed", "returned"):
        found = await acme.get("companies", filter=line[name]["filter"])
        assert found["total"]["value"] == 1
    [flow] = (await acme.get("numbers/resources"))["pools"]
    assert (flow["name"], flow["waiting"]) == (pool["name"], 1)
    for name, count in (("came", 1), ("left", 1)):
        assert flow[name]["count"] == count
        found = await acme.get("companies", filter=flow[name]["filter"])
        assert [one["name"] for one in found["items"]] == ["Taken"]
    [own] = (await rita.get("numbers/resources"))["items"]
    assert own["owned"]["count"] == 3


@pytest.mark.parametrize("dealings", [3], indirect=True)
async def test_every_page_opens_and_every_table_is_a_file(acme: Any, dealings: Dealings) -> None:
    browser, rita = Surfer(acme.owner), await acme.member("rep", "Rita")
    for name in ("", "/forecast", "/winloss", "/targets", "/ranks", "/resources"):
        assert "Sums in USD" in (await browser.open(f"numbers{name}")).text
        assert "Sums in USD" in (await Surfer(rita).open(f"numbers{name}")).text
    tables = {"funnel": "steps", "forecast": "parts", "winloss": "reasons", "ranks": "visits"}
    for name, table in tables.items():
        answer = await browser.fetch(f"numbers/{name}/file?table={table}")
        assert answer.text.startswith("\N{ZERO WIDTH NO-BREAK SPACE}")
        assert len(answer.text.splitlines()) > 1
        assert (await Surfer(rita).fetch(f"numbers/{name}/file?table={table}")).status_code == 403
    links = [a["href"] for a in (await browser.open("numbers")).all("a", **{"class": "link-quiet"})]
    lists = [href for href in links if "filter=" in href]
    for href in lists[:3]:
        assert (await browser.fetch(href)).status_code == 200
    assert len(lists) > 3
