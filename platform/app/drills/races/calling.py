"""Many callers ask for the next customer of one list at the same moment."""

import secrets

from app.drills.arena import Arena, Rider, statuses
from app.drills.racing import demand, race

CUSTOMERS = 6
_EARLIER = "UPDATE invitation SET created_at = created_at - interval '2 days' WHERE tenant_id = $1"
_CALLERS: dict[str, list[Rider]] = {}


@race("next customer of a call list")
async def next_customer(arena: Arena) -> None:
    """Each customer goes to one caller, and no caller is left out while there are some."""
    made = await arena.ask("POST", "worklists", json={"name": f"Calls {secrets.token_hex(4)}"})
    members = [
        (await arena.ask("POST", "companies", json={"name": f"Call {secrets.token_hex(4)}"}))["id"]
        for _ in range(CUSTOMERS)
    ]
    path = f"worklists/{made['id']}"
    await arena.ask("POST", f"{path}/filling", json={"record_ids": members})
    callers = await _callers(arena, CUSTOMERS + 2)
    answers = await arena.together(arena.asks("POST", f"{path}/turns", by=one) for one in callers)
    demand(set(statuses(answers)) == {200}, statuses(answers))
    turns = [answer.json()["turn"] for answer in answers]
    handed = [turn["entry"]["record_id"] for turn in turns if turn]
    demand(len(set(handed)) == len(handed), "one customer with two callers", handed)
    # Whoever looks while the last one is being taken passes over it.
    demand(len(handed) == CUSTOMERS, "customers that nobody got", len(handed))


async def _callers(arena: Arena, count: int) -> list[Rider]:
    """The same ones in every round; they see all customers."""
    known = _CALLERS.setdefault(arena.owner.slug, [])
    while len(known) < count:
        email = f"caller-{secrets.token_hex(6)}@example.com"
        offer = await arena.ask("POST", "invitations", json={"email": email, "role": "admin"})
        url = f"/api/v1/invitations/{offer['accept_url'].rsplit('/', 1)[1]}/acceptance"
        joined = await arena.ask("POST", url, json={"name": "Caller", "password": arena.password})
        await arena.looker.execute(_EARLIER, arena.owner.tenant_id)
        known.append(Rider(joined["token"], email, arena.owner.slug, arena.owner.tenant_id))
    return known[:count]
