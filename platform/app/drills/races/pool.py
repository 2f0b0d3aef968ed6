"""Who claims from the pool: one wins each customer, nobody passes the day's limit or the cap."""

import secrets
from itertools import pairwise
from typing import Any

from app.drills.arena import Arena, Rider, statuses
from app.drills.racing import demand, race

_SPANS = """
SELECT s.owner_id, s.started_at, s.ended_at FROM ownership_span s
WHERE s.tenant_id = $1 AND s.record_id = $2 ORDER BY s.started_at, s.id
"""
_CLAIMS = """
SELECT count(*) FROM ownership_span s JOIN membership m
    ON m.tenant_id = $1 AND m.id = s.owner_id JOIN person p ON p.id = m.person_id
WHERE s.tenant_id = $1 AND p.email = $2 AND s.cause = 'claim'
"""
_OWNED = """
SELECT count(*) FROM company c JOIN membership m ON m.tenant_id = $1 AND m.id = c.owner_id
    JOIN person p ON p.id = m.person_id
WHERE c.tenant_id = $1 AND p.email = $2 AND c.deleted_at IS NULL
"""
_EARLIER = "UPDATE invitation SET created_at = created_at - interval '2 days' WHERE tenant_id = $1"
_REPS: dict[str, list[Rider]] = {}


@race("claim")
async def claim(arena: Arena) -> None:
    """Twenty reps want one customer."""
    reps, pool = await _reps(arena, len(arena.clients)), await _pool(arena)
    record = await _lying(arena, pool)
    answers = await arena.together(_claims(arena, pool, record, rep) for rep in reps)
    won = [answer for answer in answers if answer.status_code == 201]  # noqa: PLR2004
    demand(len(won) == 1, "winners", statuses(answers))
    demand(set(statuses(answers)) == {201, 409}, "losers", statuses(answers))
    await _linear(arena, record, owner=won[0].json()["owner_id"])


@race("claim, release, claim against the day's limit")
async def limit(arena: Arena) -> None:
    """One rep takes, gives up and takes at once; what was given up is counted."""
    rep = await _rider(arena)
    await _rules(arena, daily_claims=2)
    pool = await _pool(arena)
    records = [await _lying(arena, pool) for _ in range(4)]
    for _ in range(2):
        await arena.together(
            ask
            for record in records
            for ask in (_claims(arena, pool, record, rep), _releases(arena, pool, record, rep))
        )
    await _rules(arena, daily_claims=None)
    claims = await arena.looker.fetchval(_CLAIMS, rep.tenant_id, rep.email)
    demand(claims == 2, "claims of the day", claims)  # noqa: PLR2004
    for record in records:
        await _linear(arena, record)


@race("last place under the cap")
async def cap(arena: Arena) -> None:
    """Claims, assignments and new customers at once for a rep with one place left."""
    rep = await _rider(arena)
    pool = await _pool(arena)
    records = [await _lying(arena, pool) for _ in range(6)]
    await _rules(arena, max_owned=1)
    made = [arena.asks("POST", "companies", by=rep, json={"name": "One more"}) for _ in range(6)]
    answers = await arena.together(
        [*(_claims(arena, pool, record, rep) for record in records), *made]
    )
    await _rules(arena, max_owned=None)
    owned = await arena.looker.fetchval(_OWNED, rep.tenant_id, rep.email)
    demand(owned == 1, "customers of the rep", owned, statuses(answers))
    demand(set(statuses(answers)) <= {201, 409}, "answers", statuses(answers))


@race("claim, release, reassign and reclaim")
async def together(arena: Arena) -> None:
    """Whatever comes first, the owners of a customer are one line."""
    reps, pool = await _reps(arena, 6), await _pool(arena)
    record = await _lying(arena, pool)
    members = (await arena.ask("GET", "members"))["items"]
    someone = members[0]["id"]
    given = {"record_id": record, "member_id": someone}
    answers = await arena.together(
        [
            *(_claims(arena, pool, record, rep) for rep in reps),
            *(_releases(arena, pool, record, rep) for rep in reps),
            arena.asks("POST", f"pools/{pool}/assignments", json=given),
            arena.asks("PATCH", f"companies/{record}", json={"owner_id": someone}),
            arena.asks("PATCH", f"companies/{record}", json={"name": "Renamed"}),
        ]
    )
    demand(max(statuses(answers)) < 500, "a fault", statuses(answers))  # noqa: PLR2004
    await _linear(arena, record)


async def _linear(arena: Arena, record: str, owner: str | None = None) -> None:
    """Spans in a row without overlap; the record has an owner or lies in one pool."""
    tenant = arena.owner.tenant_id
    spans = await arena.looker.fetch(_SPANS, tenant, record)
    for early, late in pairwise(spans):
        demand(early["ended_at"] and early["ended_at"] <= late["started_at"], "spans overlap")
    holder = await arena.looker.fetchval(
        "SELECT owner_id FROM company WHERE tenant_id = $1 AND id = $2", tenant, record
    )
    lying = await arena.looker.fetchval(
        "SELECT count(*) FROM pool_entry WHERE tenant_id = $1 AND record_id = $2 "
        "AND left_at IS NULL",
        tenant,
        record,
    )
    now = [span["owner_id"] for span in spans if span["ended_at"] is None]
    demand(now == ([holder] if holder else []), "the last span is not the owner's")
    demand(lying == (0 if holder else 1), "owner and pool at once, or neither", lying)
    demand(owner is None or str(holder) == owner, "the winner is not the owner")


def _claims(arena: Arena, pool: str, record: str, rep: Rider) -> Any:
    return arena.asks("POST", f"pools/{pool}/claims", by=rep, json={"record_id": record})


def _releases(arena: Arena, pool: str, record: str, rep: Rider) -> Any:
    said = {"record_id": record, "reason": "for the race"}
    return arena.asks("POST", f"pools/{pool}/releases", by=rep, json=said)


async def _rules(arena: Arena, **rules: Any) -> None:
    await arena.ask("PATCH", "customer-parameters", json=rules)


async def _pool(arena: Arena) -> str:
    made = await arena.ask("POST", "pools", json={"name": f"Sea {secrets.token_hex(6)}"})
    return str(made["id"])


async def _lying(arena: Arena, pool: str) -> str:
    made = await arena.ask("POST", "companies", json={"name": f"Race {secrets.token_hex(3)}"})
    await _releases(arena, pool, made["id"], arena.owner)(arena.clients[0])
    return str(made["id"])


async def _reps(arena: Arena, count: int) -> list[Rider]:
    """The same ones in every round."""
    known = _REPS.setdefault(arena.owner.slug, [])
    while len(known) < count:
        known.append(await _rider(arena))
    return known[:count]


async def _rider(arena: Arena) -> Rider:
    email = f"rep-{secrets.token_hex(6)}@example.com"
    offer = await arena.ask("POST", "invitations", json={"email": email, "role": "rep"})
    url = f"/api/v1/invitations/{offer['accept_url'].rsplit('/', 1)[1]}/acceptance"
    joined = await arena.ask("POST", url, json={"name": "Rep", "password": arena.password})
    await arena.looker.execute(_EARLIER, arena.owner.tenant_id)
    return Rider(joined["token"], email, arena.owner.slug, arena.owner.tenant_id)
