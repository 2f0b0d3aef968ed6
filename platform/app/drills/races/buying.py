"""What a plan includes so many of: the last seat and the last contact are taken once."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any, Final

from asyncpg.exceptions import LockNotAvailableError

from app.drills.arena import Arena, Rider, statuses
from app.drills.racing import demand, race
from crm.records.importing.model import BUSY
from crm.records.importing.running import STEP
from kernel.entitled import enforcing

CREATED: Final = 201
NO_ROOM: Final = 402
_PLAN: Final = "UPDATE workspace SET entitled = $2::text::jsonb WHERE id = $1"
_SEATS: Final = "SELECT counted($1, 'seats', now())"
_CONTACTS: Final = "SELECT counted($1, 'contacts', now())"


@asynccontextmanager
async def _plan(arena: Arena, limit: str, cap: int) -> AsyncIterator[Rider]:
    """A firm whose plan holds so many, at a deployment that sells."""
    before, enforcing.on = enforcing.on, True
    try:
        firm = await arena.found()
        said = f'{{"phases": [{{"limits": {{"{limit}": {cap}}}}}]}}'
        await arena.looker.execute(_PLAN, firm.tenant_id, said)
        yield firm
    finally:
        enforcing.on = before


@race("the last seat")
async def last_seat(arena: Arena) -> None:
    """One invitation takes it; the others are asked to buy, and nobody is charged."""
    async with _plan(arena, "seats", 2) as firm:
        answers = await arena.together(
            arena.asks("POST", "invitations", by=firm, json=_somebody()) for _ in arena.clients
        )
    said = statuses(answers)
    demand(said.count(CREATED) == 1 and set(said) == {CREATED, NO_ROOM}, said)
    held = await arena.looker.fetchval(_SEATS, firm.tenant_id)
    demand(held == 2, f"{held} of 2 seats")  # noqa: PLR2004 -- the owner's, and the one that was left


def _somebody() -> dict[str, str]:
    return {"email": f"{secrets.token_hex(6)}@example.com", "role": "rep"}


@race("the last contact")
async def last_contact(arena: Arena) -> None:
    """Made, brought back from the bin and imported at once: never more than there is room for."""
    async with _plan(arena, "contacts", 3) as firm:
        binned = await arena.ask("POST", "contacts", by=firm, json={"name": "Ada"})
        await arena.ask("DELETE", f"contacts/{binned['id']}", by=firm)
        came = await _import(arena, firm)
        back = f"contacts/{binned['id']}/restoration"
        asked = [arena.asks("POST", back, by=firm)]
        asked += [
            arena.asks("POST", "contacts", by=firm, json={"name": f"Grace {n}"})
            for n in range(len(arena.clients) - 1)
        ]
        answers, _done = await asyncio.gather(
            arena.together(asked), _brought_in(arena, firm, came["id"])
        )
        done = await arena.ask("GET", f"imports/{came['id']}", by=firm)
    held = await arena.looker.fetchval(_CONTACTS, firm.tenant_id)
    demand(held == 3, f"{held} of 3 contacts", statuses(answers), done["counts"])  # noqa: PLR2004
    taken = len([one for one in answers if one.is_success]) + done["counts"].get("created", 0)
    demand(taken == held, f"{taken} were told that they have one", statuses(answers))
    demand(set(statuses(answers)) <= {200, CREATED, 204, NO_ROOM}, statuses(answers))


async def _import(arena: Arena, firm: Rider) -> Any:
    lines = "\n".join(["Name", *(f"Joan {n}" for n in range(4))])
    file = {"file": ("contacts.csv", lines.encode())}
    came = await arena.ask("POST", "imports", by=firm, params={"type": "contacts"}, files=file)
    return await arena.ask("POST", f"imports/{came['id']}/run", by=firm)


async def _brought_in(arena: Arena, firm: Rider, import_id: str) -> None:
    """As a worker does it, which may have it in hand itself."""
    while (await arena.ask("GET", f"imports/{import_id}", by=firm))["state"] in BUSY:
        with suppress(LockNotAvailableError):
            await arena.work(STEP, {"import_id": import_id, "alone": True}, by=firm)
