"""Many edit, delete and name the same thing at once."""

import secrets
from typing import Any

from app.drills.arena import Arena, statuses
from app.drills.racing import demand, race

_LEFT = """
SELECT c.deleted_at IS NOT NULL AS gone, r.deleted_at IS NOT NULL AS anchor_gone, c.version,
       (SELECT array_agg(e.action ORDER BY e.at, e.id) FROM event e
        WHERE e.tenant_id = c.tenant_id AND e.record_id = c.id) AS told
FROM company c JOIN record r ON r.tenant_id = c.tenant_id AND r.id = c.id
WHERE c.tenant_id = $1 AND c.id = $2
"""


async def _company(arena: Arena) -> Any:
    return await arena.ask("POST", "companies", json={"name": "Hualian"})


@race("lost update")
async def lost_update(arena: Arena) -> None:
    """Of all who saw the first version, one writes the second."""
    company = await _company(arena)
    path, seen = f"companies/{company['id']}", {"If-Match": '"1"'}
    answers = await arena.together(
        arena.asks("PATCH", path, json={"name": f"Name {n}"}, headers=seen)
        for n in range(len(arena.clients))
    )
    demand(statuses(answers) == [200] + [412] * (len(answers) - 1), statuses(answers))
    winner = next(answer.json() for answer in answers if answer.status_code == 200)  # noqa: PLR2004
    demand(await arena.ask("GET", path) == winner, "the winner's words are not kept")


@race("edits of different fields")
async def different_fields(arena: Arena) -> None:
    """Without If-Match everybody's field is kept, and every edit is counted."""
    company = await _company(arena)
    path = f"companies/{company['id']}"
    said = {name: secrets.token_hex(4) for name in ("name", "city", "address", "about")}
    edits = [{name: value} for name, value in said.items()]
    answers = await arena.together(
        arena.asks("PATCH", path, json=edits[n % len(edits)]) for n in range(len(arena.clients))
    )
    demand(set(statuses(answers)) == {200}, statuses(answers))
    after = await arena.ask("GET", path)
    demand(said.items() <= after.items(), "an edit was lost", after)


@race("edit against delete")
async def edit_against_delete(arena: Arena) -> None:
    """It goes once, nothing is written to what is gone, and history says so in that order."""
    company = await _company(arena)
    path = f"companies/{company['id']}"
    answers = await arena.together(
        arena.asks("DELETE", path)
        if n % 2
        else arena.asks("PATCH", path, json={"name": f"Name {n}"})
        for n in range(len(arena.clients))
    )
    demand(statuses(answers).count(204) == 1, statuses(answers))
    demand(set(statuses(answers)) <= {200, 204, 404}, statuses(answers))
    left = await arena.looker.fetchrow(_LEFT, arena.owner.tenant_id, company["id"])
    edited = statuses(answers).count(200)
    demand(left["gone"] and left["anchor_gone"], "half deleted", dict(left))
    demand(left["told"][-1] == "deleted", "edited after it was gone", left["told"])
    demand(left["told"].count("updated") == edited, "history and answers differ", dict(left))


@race("one name for one tag")
async def one_tag(arena: Arena) -> None:
    """However many make it, and however they write it, it is one word."""
    word = f"vip {secrets.token_hex(4)}"
    answers = await arena.together(
        arena.asks("POST", "tags", json={"name": word.upper() if n % 2 else word, "color": "blue"})
        for n in range(len(arena.clients))
    )
    demand(statuses(answers) == [201] + [409] * (len(answers) - 1), statuses(answers))
