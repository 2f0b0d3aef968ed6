"""Targets as they are set, and how far each is reached."""

from typing import Annotated, Any, Final, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from crm.analytics.periods import Kind, Period, around, read
from crm.analytics.targets.measuring import Measured, Subject, measured, sees_whole
from crm.records.rates.worth import today
from crm.records.shares import share
from kernel import clock
from kernel.errors import Forbidden, Invalid, NotFound
from kernel.i18n import _
from kernel.ids import derived_id
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.audit.notes import note

SETS_ALL: Final = "settings:workspace"
SETS_BELOW: Final = "deal:transfer"
Metric = Literal["contract_amount", "won_deals", "new_accounts", "visits"]

_OF_PERIODS: Final = """
SELECT t.id, t.scope, t.metric, t.period, t.value, t.team_id, t.member_id,
    m.team_id AS member_team
FROM target t LEFT JOIN membership m ON m.tenant_id = $1 AND m.id = t.member_id
WHERE t.tenant_id = $1 AND t.period = ANY($2) ORDER BY t.tenant_id, t.period, t.metric, t.id
"""
_TEAMS: Final = """
WITH RECURSIVE below AS (
    SELECT t.id AS root, t.id FROM team t WHERE t.tenant_id = $1
    UNION
    SELECT b.root, t.id FROM below b JOIN team t ON t.tenant_id = $1 AND t.parent_id = b.id
)
SELECT root, array_agg(id) AS ids FROM below GROUP BY root
"""
_MEMBERS: Final = """
SELECT m.id, m.team_id FROM membership m WHERE m.tenant_id = $1 AND m.status = 'active'
"""
_KEPT: Final = """
INSERT INTO target (tenant_id, id, scope, team_id, member_id, metric, period, value, created_at,
    created_by)
SELECT $1, u.id, u.scope, u.team_id, u.member_id, u.metric, u.period, u.value, $8, $9
FROM unnest($2::uuid[], $3::text[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $10::bigint[])
    AS u(id, scope, team_id, member_id, metric, period, value)
ON CONFLICT (tenant_id, id) DO UPDATE SET value = excluded.value
"""
_GONE: Final = "DELETE FROM target WHERE tenant_id = $1 AND id = ANY($2)"


class Wish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A team's target or a member's, else the firm's; without a `value` it is taken away."""

    team_id: UUID | None = None
    member_id: UUID | None = None
    metric: Metric
    period: Annotated[str, Meta(max_length=10)]
    value: Annotated[int, Meta(ge=1, le=10**15)] | None

    @property
    def whose(self) -> tuple[str, UUID | None]:
        """The scope, and who in it."""
        if self.team_id:
            return "team", self.team_id
        return ("user", self.member_id) if self.member_id else ("company", None)


class Reached(msgspec.Struct, frozen=True, kw_only=True):
    """attainment = actual ÷ target; pace = actual ÷ (target · begun workdays ÷ workdays) (B10)."""

    id: UUID
    scope: str
    subject_id: UUID | None
    metric: str
    period: str
    value: int
    actual: Measured
    attainment: float | None
    pace: float | None
    workdays_begun: int
    workdays: int


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """A target as it is set."""

    scope: str
    subject_id: UUID | None
    metric: str
    period: str
    value: int


async def reached(uow: UnitOfWork, principal: Principal, periods: list[Period]) -> list[Reached]:
    """The targets of these periods of which the principal sees all that counts."""
    known = {period.code: period for period in periods}
    rows = await uow.fetch(_OF_PERIODS, principal.tenant_id, list(known))
    teams = await teams_below(uow)
    wanted: dict[tuple[str, str], list[tuple[Any, Subject]]] = {}
    for row in rows:
        subject = _subject(row, teams)
        if sees_whole(principal, row["metric"], subject, row["member_team"]):
            wanted.setdefault((row["period"], row["metric"]), []).append((row, subject))
    made: list[Reached] = []
    for (code, metric), asked in wanted.items():
        period = known[code]
        found = await measured(uow, principal, metric, period, [s for _row, s in asked])
        made += [_reached(row, found[s], period, principal) for row, s in asked]
    return made


async def current(uow: UnitOfWork, principal: Principal) -> list[Reached]:
    """Those of this month, this quarter and this year."""
    kinds: tuple[Kind, ...] = ("month", "quarter", "year")
    periods = [around(kind, today(principal)) for kind in kinds]
    return await reached(uow, principal, periods)


async def settings(
    uow: UnitOfWork, principal: Principal, metric: str, periods: list[Period]
) -> list[Setting]:
    """What is set, for those who set it."""
    rows = await uow.fetch(_OF_PERIODS, principal.tenant_id, [p.code for p in periods])
    may = await may_set(uow, principal)
    made = [
        Setting(
            scope=row["scope"],
            subject_id=row["team_id"] or row["member_id"],
            metric=row["metric"],
            period=row["period"],
            value=row["value"],
        )
        for row in rows
        if row["metric"] == metric
    ]
    return [one for one in made if (one.scope, one.subject_id) in may]


async def put(uow: UnitOfWork, principal: Principal, wishes: list[Wish]) -> int:
    """Set and take away targets; how many. Nobody sets one above their own teams."""
    tenant, may = principal.tenant_id, await may_set(uow, principal)
    known = {("company", None)} | await _subjects(uow)
    for wish in wishes:
        read(wish.period)
        if wish.team_id and wish.member_id:
            raise Invalid(fields={"team_id": _("A target is a team's or a member's.")})
        if wish.whose not in known:
            raise NotFound
        if wish.whose not in may:
            raise Forbidden
    last = {target_id(tenant, wish): wish for wish in wishes}
    kept = {key: wish for key, wish in last.items() if wish.value is not None}
    await uow.execute(_GONE, tenant, [key for key in last if key not in kept])
    await uow.execute(
        _KEPT,
        tenant,
        list(kept),
        [wish.whose[0] for wish in kept.values()],
        [wish.team_id for wish in kept.values()],
        [wish.member_id for wish in kept.values()],
        [wish.metric for wish in kept.values()],
        [wish.period for wish in kept.values()],
        clock.now(),
        principal.member_id,
        [wish.value for wish in kept.values()],
    )
    if not last:
        return 0
    said = [f"{w.period} {w.metric} {w.whose[0]}: {w.value or '-'}" for w in last.values()]
    await note(uow, principal, "target", tenant, "updated", after={"targets": said[:50]})
    return len(last)


async def may_set(uow: UnitOfWork, principal: Principal) -> set[tuple[str, UUID | None]]:
    """Whose targets the principal sets: everybody's, or those of the teams they lead."""
    if principal.may(SETS_ALL):
        return {("company", None)} | await _subjects(uow)
    if principal.scope_of("deal", "transfer") not in {"below", "named", "all"}:
        return set()
    members = await uow.fetch(_MEMBERS, principal.tenant_id)
    mine = frozenset(principal.team_ids)
    teams: set[tuple[str, UUID | None]] = {("team", team) for team in mine}
    return teams | {("user", m["id"]) for m in members if m["team_id"] in mine}


async def teams_below(uow: UnitOfWork) -> dict[UUID, frozenset[UUID]]:
    """Each team with all below it."""
    rows = await uow.fetch(_TEAMS, uow.tenant_id)
    return {row["root"]: frozenset(row["ids"]) for row in rows}


def target_id(tenant: UUID, wish: Wish) -> UUID:
    """One of a kind for a period."""
    return derived_id(tenant, f"target {wish.period} {wish.metric} {wish.whose[1]}")


async def _subjects(uow: UnitOfWork) -> set[tuple[str, UUID | None]]:
    members = await uow.fetch(_MEMBERS, uow.tenant_id)
    teams: set[tuple[str, UUID | None]] = {("team", team) for team in await teams_below(uow)}
    return teams | {("user", row["id"]) for row in members}


def _subject(row: Any, teams: dict[UUID, frozenset[UUID]]) -> Subject:
    if row["scope"] == "team":
        return Subject("team", row["team_id"], teams.get(row["team_id"], frozenset()))
    return Subject(row["scope"], row["member_id"])


def _reached(row: Any, actual: Measured, period: Period, principal: Principal) -> Reached:
    begun, every = period.workdays(today(principal))
    expected = row["value"] * begun / every if every else 0
    value = actual.value
    return Reached(
        id=row["id"],
        scope=row["scope"],
        subject_id=row["team_id"] or row["member_id"],
        metric=row["metric"],
        period=row["period"],
        value=row["value"],
        actual=actual,
        attainment=None if value is None else share(value, row["value"]),
        pace=None if value is None or not expected else value / expected,
        workdays_begun=begun,
        workdays=every,
    )
