"""Routing rules and working hours, as administrators set them."""

from typing import Annotated, Any, Final
from uuid import UUID

import msgspec

from crm.records.kinds.texts import needed_name
from crm.sales.conditions import condition_text, condition_tree
from crm.sales.routing.choosing import Method
from kernel.errors import Conflict, Invalid, NotFound
from kernel.i18n import _
from kernel.ids import uuid7
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.audit.notes import note

MOST: Final = 50
DAY: Final = 1440

_RULES = """
SELECT u.id, u.name, u.position, u.condition, u.method, u.team_id, u.capacity, u.accept_minutes,
    u.enabled, u.turn,
    ARRAY(SELECT rm.member_id FROM routing_member rm WHERE rm.tenant_id = $1
        AND rm.rule_id = u.id ORDER BY rm.member_id) AS members
FROM routing_rule u WHERE u.tenant_id = $1 ORDER BY u.tenant_id, u.position, u.id LIMIT 50
"""
_MAKE = """
INSERT INTO routing_rule (tenant_id, id, name, position, condition, method, team_id, capacity,
                          accept_minutes, enabled)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""
_CHANGE = """
UPDATE routing_rule u SET name = $3, position = $4, condition = $5, method = $6, team_id = $7,
    capacity = $8, accept_minutes = $9, enabled = $10
WHERE u.tenant_id = $1 AND u.id = $2
"""
_HELD = "SELECT u.id FROM routing_rule u WHERE u.tenant_id = $1 AND u.id = $2 FOR UPDATE"
_DROP = "DELETE FROM routing_rule u WHERE u.tenant_id = $1 AND u.id = $2 RETURNING u.name"
_NOT_MEMBERS = "DELETE FROM routing_member rm WHERE rm.tenant_id = $1 AND rm.rule_id = $2"
_MEMBERS = """
INSERT INTO routing_member AS rm (tenant_id, rule_id, member_id)
SELECT $1, $2, m.id FROM membership m
WHERE m.tenant_id = $1 AND m.id = ANY($3) AND m.status = 'active'
ON CONFLICT (tenant_id, rule_id, member_id) DO UPDATE SET member_id = excluded.member_id
RETURNING rm.member_id
"""
_TEAM = "SELECT t.id FROM team t WHERE t.tenant_id = $1 AND t.id = $2"
_HOURS = """
SELECT h.member_id, h.days, h.from_minute, h.to_minute FROM working_hours h
WHERE h.tenant_id = $1 ORDER BY h.tenant_id, h.member_id LIMIT 2000
"""
_WORK = """
INSERT INTO working_hours AS h (tenant_id, member_id, days, from_minute, to_minute)
SELECT $1, m.id, $3, $4, $5 FROM membership m WHERE m.tenant_id = $1 AND m.id = $2
ON CONFLICT (tenant_id, member_id) DO UPDATE SET days = excluded.days,
    from_minute = excluded.from_minute, to_minute = excluded.to_minute
RETURNING h.member_id
"""
_ALWAYS = "DELETE FROM working_hours h WHERE h.tenant_id = $1 AND h.member_id = $2"

Minute = Annotated[int, msgspec.Meta(ge=0, le=DAY)]
Weekday = Annotated[int, msgspec.Meta(ge=1, le=7)]


class RoutingWish(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Leads that match `condition` go to one of `members` and of the team, by `method`.

    `fixed` is the first of them, `round_robin` each in turn, `load` who has the fewest open leads,
    `capacity` who got the fewest within a day, up to a thirtieth of `capacity`; `first` asks all,
    and who accepts first has it. `territory` gives it to those who work in the lead's territory,
    each in turn; a lead in none goes on to the next rule. Not accepted within `accept_minutes` a
    lead goes on to the next.
    """

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    position: Annotated[int, msgspec.Meta(ge=0, le=1000)] = 0
    condition: dict[str, Any] = {}
    method: Method = "round_robin"
    members: Annotated[list[UUID], msgspec.Meta(max_length=200)] = []
    team_id: UUID | None = None
    capacity: Annotated[int, msgspec.Meta(ge=1, le=100_000)] | None = None
    accept_minutes: Annotated[int, msgspec.Meta(ge=1, le=10_080)] | None = None
    enabled: bool = True


class RoutingRuleSeen(msgspec.Struct, kw_only=True):
    """A rule as it stands; `turn` counts the leads that it gave."""

    id: UUID
    name: str
    position: int
    condition: dict[str, Any]
    text: str
    method: Method
    members: list[UUID]
    team_id: UUID | None
    capacity: int | None
    accept_minutes: int | None
    enabled: bool
    turn: int


class Hours(msgspec.Struct, forbid_unknown_fields=True):
    """When a member works, in their own time zone; days from 1, Monday. No days: always."""

    days: Annotated[list[Weekday], msgspec.Meta(max_length=7)] = []
    from_minute: Minute = 0
    to_minute: Minute = DAY


class HoursSeen(msgspec.Struct):
    """A member's hours."""

    member_id: UUID
    days: list[int]
    from_minute: int
    to_minute: int


async def routing_rules(uow: UnitOfWork) -> list[RoutingRuleSeen]:
    """All, in the order in which they are asked."""
    return [seen(row) for row in await uow.fetch(_RULES, uow.tenant_id)]


def seen(row: Any) -> RoutingRuleSeen:
    """A row of the table as a rule."""
    text = row["condition"]
    return RoutingRuleSeen(**{**row, "condition": condition_tree(text), "text": text})


async def make(uow: UnitOfWork, me: Principal, wish: RoutingWish) -> UUID:
    """A new rule."""
    if len(await routing_rules(uow)) >= MOST:
        raise Conflict(_("There are too many rules already."))
    rule_id, values = uuid7(), await _values(uow, me, wish)
    await uow.execute(_MAKE, me.tenant_id, rule_id, *values)
    await _put(uow, rule_id, wish)
    await note(uow, me, "routing_rule", rule_id, "created", after={"name": wish.name})
    return rule_id


async def change(uow: UnitOfWork, me: Principal, rule_id: UUID, wish: RoutingWish) -> None:
    """The rule as it shall be from now on."""
    if await uow.fetchval(_HELD, me.tenant_id, rule_id) is None:
        raise NotFound
    values = await _values(uow, me, wish)
    await uow.execute(_CHANGE, me.tenant_id, rule_id, *values)
    await uow.execute(_NOT_MEMBERS, me.tenant_id, rule_id)
    await _put(uow, rule_id, wish)
    await note(uow, me, "routing_rule", rule_id, "updated", after={"name": wish.name})


async def drop(uow: UnitOfWork, me: Principal, rule_id: UUID) -> None:
    """It gives nothing any more; what it gave stays."""
    name = await uow.fetchval(_DROP, me.tenant_id, rule_id)
    if name is None:
        raise NotFound
    await note(uow, me, "routing_rule", rule_id, "deleted", before={"name": name})


async def hours(uow: UnitOfWork) -> list[HoursSeen]:
    """Of all members who have some."""
    rows = await uow.fetch(_HOURS, uow.tenant_id)
    return [HoursSeen(**{**row, "days": [int(day) for day in row["days"]]}) for row in rows]


async def work(uow: UnitOfWork, me: Principal, member_id: UUID, wish: Hours) -> None:
    """The hours of a member; raises `NotFound` for nobody."""
    days = [str(day) for day in sorted(set(wish.days))]
    put = (days, wish.from_minute, wish.to_minute)
    if await uow.fetchval(_WORK, me.tenant_id, member_id, *put) is None:
        raise NotFound
    if not days:
        await uow.execute(_ALWAYS, me.tenant_id, member_id)
    after = msgspec.to_builtins(wish)
    await note(uow, me, "working_hours", member_id, "updated", after=after)


async def _values(uow: UnitOfWork, me: Principal, wish: RoutingWish) -> tuple[Any, ...]:
    name = needed_name(wish.name)
    if not wish.members and wish.team_id is None and wish.method != "territory":
        raise Invalid(fields={"members": _("Choose who gets the leads.")})
    if wish.method == "capacity" and wish.capacity is None:
        raise Invalid(fields={"capacity": _("Say how many leads a member takes in 30 days.")})
    if wish.team_id and await uow.fetchval(_TEAM, me.tenant_id, wish.team_id) is None:
        raise Invalid(fields={"team_id": _("There is no such team.")})
    condition = condition_text(me, wish.condition)
    shares = (wish.team_id, wish.capacity, wish.accept_minutes, wish.enabled)
    return name, wish.position, condition, wish.method, *shares


async def _put(uow: UnitOfWork, rule_id: UUID, wish: RoutingWish) -> None:
    put = await uow.fetch(_MEMBERS, uow.tenant_id, rule_id, wish.members)
    if len(put) != len(set(wish.members)):
        raise Invalid(fields={"members": _("There is no such member.")})
