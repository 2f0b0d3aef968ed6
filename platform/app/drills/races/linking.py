"""Records that name each other are written at once, from both ends."""

from typing import Any

from app.drills.arena import Arena, statuses
from app.drills.racing import demand, race

_LOST = """
SELECT count(*) FROM link l WHERE l.tenant_id = $1 AND l.from_id = $2 AND NOT EXISTS (
    SELECT 1 FROM record r WHERE r.tenant_id = l.tenant_id AND r.id = l.to_id)
"""


@race("links from both ends")
async def both_ends(arena: Arena) -> None:
    """Nobody waits for ever for each other, and no link leads nowhere."""
    firms = [await _made(arena, "companies", f"Firm {n}") for n in range(2)]
    people = [await _made(arena, "contacts", f"Person {n}") for n in range(2)]
    answers = await arena.together(
        _one_of(arena, n, people, firms if n // 4 % 2 else firms[::-1])
        for n in range(len(arena.clients))
    )
    demand(set(statuses(answers)) <= {200, 201}, statuses(answers))
    for person in people:
        kept = (await arena.ask("GET", f"contacts/{person}"))["companies"]
        demand(sorted(kept) == sorted(firms), "links were lost", kept)
        lost = await arena.looker.fetchval(_LOST, arena.owner.tenant_id, person)
        demand(lost == 0, f"{lost} links to nothing")


async def _made(arena: Arena, plural: str, name: str) -> str:
    made = await arena.ask("POST", plural, json={"name": name})
    return str(made["id"])


def _one_of(arena: Arena, n: int, people: list[str], firms: list[str]) -> Any:
    """A contact that names both firms, a firm that is edited, or a visit to all of them."""
    if n % 4 < 2:  # noqa: PLR2004
        return arena.asks("PATCH", f"contacts/{people[n % 2]}", json={"companies": firms})
    if n % 4 == 2:  # noqa: PLR2004
        return arena.asks("PATCH", f"companies/{firms[0]}", json={"city": f"City {n}"})
    links = [{"type": "company", "id": firm} for firm in firms]
    links += [{"type": "contact", "id": person} for person in people]
    said = {"kind": "visit", "text": f"Met {n}", "links": links}
    return arena.asks("POST", "activities", json=said)
