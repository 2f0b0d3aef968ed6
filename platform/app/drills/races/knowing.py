"""Many taps on the same visit at the same moment."""

import secrets

from app.drills.arena import Arena, statuses
from app.drills.racing import demand, race

_KEPT = "SELECT count(*) FROM knowledge_item k WHERE k.tenant_id = $1 AND k.source_id = $2::uuid"


@race("keep one visit as knowledge")
async def keep_once(arena: Arena) -> None:
    """It is kept once, and everybody gets the same piece."""
    words = f"Price too high, says {secrets.token_hex(4)}"
    visit = await arena.ask("POST", "activities", json={"text": words})
    answers = await arena.together(
        arena.asks("POST", "knowledge-captures", json={"record_id": visit["id"]})
        for _ in arena.clients
    )
    demand(set(statuses(answers)) == {201}, statuses(answers))
    demand(len({answer.json()["id"] for answer in answers}) == 1, "kept more than once")
    kept = await arena.looker.fetchval(_KEPT, arena.owner.tenant_id, visit["id"])
    demand(kept == 1, f"{kept} pieces of one visit")
