"""Who merges, links, edits and deletes at the same moment leaves nothing without a home."""

import asyncio
from collections import Counter
from typing import Any

from world import Workspace

ROUNDS, CLIENTS = 5, 20


async def merge(member: Any, kept: Any, other: Any) -> int:
    path, said = f"companies/{kept['id']}/merges", {"with": other["id"]}
    return int(await member.status("POST", path, json=said))


async def two(acme: Workspace) -> list[Any]:
    return [await acme.create("companies", name=n) for n in ("Hualian", "Hualian Ltd")]


async def alive(acme: Workspace, *records: Any) -> list[int]:
    return [await acme.status("GET", f"companies/{record['id']}") for record in records]


async def test_of_merges_in_both_directions_one_wins(acme: Workspace) -> None:
    for _round in range(ROUNDS):
        a, b = await two(acme)
        sides = [(a, b), (b, a)] * (CLIENTS // 2)
        answers = Counter(await asyncio.gather(*(merge(acme, *side) for side in sides)))
        assert (answers[201], answers[410]) == (1, CLIENTS - 1)
        assert sorted(await alive(acme, a, b)) == [200, 410]


async def test_what_is_linked_meanwhile_hangs_on_the_kept_one_or_is_refused(
    acme: Workspace,
) -> None:
    for _round in range(ROUNDS):
        kept, other = await two(acme)
        note = {"kind": "note", "text": "x", "links": [{"type": "company", "id": other["id"]}]}
        person = {"name": "Ada", "companies": [other["id"]]}
        answers = await asyncio.gather(
            *(acme.request("POST", "activities", json=note) for _ in range(4)),
            merge(acme, kept, other),
            *(acme.request("POST", "contacts", json=person) for _ in range(4)),
        )
        made = [a.json() for a in answers if not isinstance(a, int) and a.status_code == 201]
        assert {a.status_code for a in answers if not isinstance(a, int)} <= {201, 422}
        for one in made:
            plural = "contacts" if one["type"] == "contact" else "activities"
            now = await acme.get(f"{plural}/{one['id']}")
            linked = now.get("companies") or [link["id"] for link in now["links"]]
            assert linked == [kept["id"]]


async def test_an_edit_or_deletion_meanwhile_is_before_the_merge_or_refused(
    acme: Workspace,
) -> None:
    for _round in range(ROUNDS):
        kept, other = await two(acme)
        one = f"companies/{other['id']}"
        tag = await acme.create("tags", name=f"t{_round}")
        merging, edited, tagged, deleted = await asyncio.gather(
            merge(acme, kept, other),
            acme.status("PATCH", one, json={"city": "Ulm"}),
            acme.status("PUT", f"{one}/tags/{tag['id']}"),
            acme.status("DELETE", one),
        )
        assert (merging, deleted) in {(201, 410), (201, 404), (404, 204)}
        assert edited in {200, 404, 410}
        if merging == 201:
            now = await acme.get(f"companies/{kept['id']}")
            assert (now["city"] == "Ulm") == (edited == 200)
            assert bool(now["tags"]) == (tagged == 204)
