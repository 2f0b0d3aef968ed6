"""Looking for the same in what there is: candidates by equal keys, ranked by likeness."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from crm.records.duplicates.keys import keys
from crm.records.duplicates.likeness import ALIKE, likeness
from crm.records.scope import visible
from crm.records.types import RecordType, Row
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

# What proves by itself, and how surely; a switchboard or a group's domain may be shared.
EXACT: Final = {"email": 100, "code": 100, "handle": 98, "domain": 95, "phone": 94}
TAIL: Final = 84
# What addresses of a kind prove.
REASONS: Final = {"mailbox": ("email",), "phone": ("phone", "tail")}
PER_KEY: Final = 60
# Only so many are compared by their names: it is the dear part.
RANKED: Final = 60

# Of each of many new rows (`n`) the records with the most and the surest keys in common.
_CANDIDATES = """
SELECT f.n, r.id, r.title, r.owner_id, r.team_id, r.deleted_at, {scope} AS seen, f.keys
FROM (
    SELECT s.n, k.record_id, array_agg(k.key) AS keys, row_number() OVER (PARTITION BY s.n
        ORDER BY bool_or(k.key = ANY($5::text[])) DESC, count(*) DESC) AS place
    FROM unnest($3::bigint[], $4::text[]) AS s(n, key) CROSS JOIN LATERAL (
        SELECT m.key, m.record_id FROM match_key m WHERE m.tenant_id = $1
            AND m.record_type = $2 AND m.key = s.key LIMIT {per_key}) k
    GROUP BY s.n, k.record_id
) f JOIN record r ON r.tenant_id = $1 AND r.id = f.record_id
WHERE f.place <= {most} AND r.merged_into IS NULL
"""


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A record that may be the same; `reasons` are kinds of keys, the surest first."""

    id: UUID
    title: str
    owner_id: UUID | None
    team_id: UUID | None
    deleted_at: datetime | None
    seen: bool
    score: int
    reasons: tuple[str, ...]

    @property
    def exact(self) -> bool:
        """Whether an address or a number of theirs is the same."""
        return bool(self.reasons) and self.reasons[0] in EXACT


async def candidates(
    uow: UnitOfWork,
    principal: Principal,
    kind: RecordType,
    row: Row,
    *,
    but: Iterable[UUID] = (),
) -> list[Candidate]:
    """Records like this one, whoever may see them, the likeliest first. Not for the outside."""
    [found] = await candidates_of_many(uow, principal, kind, [row], but=but)
    return found


async def candidates_of_many(
    uow: UnitOfWork,
    principal: Principal,
    kind: RecordType,
    rows: Sequence[Row],
    *,
    but: Iterable[UUID] = (),
) -> list[list[Candidate]]:
    """The same for each of many rows, in their order, by one statement."""
    wanted = [
        (n, key) for n, row in enumerate(rows) for key in keys(kind, in_sight(kind, principal, row))
    ]
    likely: list[list[Candidate]] = [[] for _row in rows]
    if not wanted:
        return likely
    proof = list({key for _n, key in wanted if key.partition(":")[0] in EXACT})
    numbers, texts = [n for n, _key in wanted], [key for _n, key in wanted]
    args = Args(principal.tenant_id, kind.name, numbers, texts, proof)
    scope = visible(principal, args, "r", of=kind)
    found = await uow.fetch(
        _CANDIDATES.format(scope=scope, per_key=PER_KEY, most=RANKED), *args.values
    )
    left_out = set(but)
    for other in found:
        if other["id"] not in left_out:
            one = ranking(kind, rows[other["n"]], other)
            if one.score >= ALIKE:
                likely[other["n"]].append(one)
    for ranked in likely:
        ranked.sort(key=lambda one: (-one.score, one.deleted_at is not None, one.id))
    return likely


def in_sight(kind: RecordType, principal: Principal, row: Row) -> Row:
    """What a member does not see in full is no reason to be told of somebody."""
    veils = principal.veils.get(kind.name, {})
    return {name: value for name, value in row.items() if name not in veils}


def told_reasons(kind: RecordType, principal: Principal, reasons: str) -> tuple[str, ...]:
    """Of the reasons of a pair those that rest on what the principal sees in full."""
    by, veils = kind.matched_by, principal.veils.get(kind.name, {})
    if by is None or not veils:
        return tuple(reasons.split())
    rests = {"domain": by.hosts, "code": by.codes, "name": (by.name,)}
    for name, field in kind.identity_fields.items():
        for reason in REASONS.get(field.identity, (field.identity,)):
            rests[reason] = (*rests.get(reason, ()), name)
    return tuple(r for r in reasons.split() if not veils.keys() & set(rests.get(r, ())))


def ranking(kind: RecordType, row: Row, other: Any) -> Candidate:
    """How sure it is that a record with some of the same keys is the same."""
    score, reasons = score_of(kind, row, other["title"], other["keys"])
    return Candidate(
        id=other["id"],
        title=other["title"],
        owner_id=other["owner_id"],
        team_id=other["team_id"],
        deleted_at=other["deleted_at"],
        seen=other["seen"],
        score=score,
        reasons=reasons,
    )


def score_of(
    kind: RecordType, row: Row, title: str, shared: Iterable[str]
) -> tuple[int, tuple[str, ...]]:
    """Points of 100, and what they are for."""
    kinds = {key.partition(":")[0] for key in shared}
    points = {name: EXACT[name] for name in kinds & EXACT.keys()}
    if "tail" in kinds and "phone" not in kinds:
        points["tail"] = TAIL
    by = kind.matched_by
    name = row.get(by.name) if by else None
    if by and name:
        alike = likeness(by.named_as(row), name, title)
        if alike >= ALIKE:
            points["name"] = alike
    # What proves stands first, whatever the name says.
    reasons = sorted(points, key=lambda p: (p not in EXACT, -points[p], p))
    return max(points.values(), default=0), tuple(reasons)
