"""The rules of a workspace's pools, and whom each of them concerns."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from crm.customers.company.model import COMPANY
from crm.customers.pool.standing import COLUMNS, Standing
from crm.customers.reclaim.due import Rule
from crm.customers.reclaim.ports import known
from crm.records.filtering import Filtering
from crm.records.impersonal import is_personal
from kernel import clock, jobs
from kernel.errors import Conflict, Invalid, NotFound
from kernel.filters import EVERYTHING, Node, parse
from kernel.i18n import _
from kernel.ids import uuid7
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork
from tenants.audit.notes import note

DATES = "reclaim.dates"

_RULES = f"""
SELECT {COLUMNS}, u.id AS rule_id, u.match, u.conditions, u.remind_days, u.spare_customers,
    u.spare_deals, u.filter, u.enabled AS rule_enabled, u.since,
    ARRAY(SELECT m.member_id FROM pool_member m WHERE m.tenant_id = $1 AND m.pool_id = p.id
        AND NOT m.admin) AS members,
    ARRAY(SELECT m.member_id FROM pool_member m WHERE m.tenant_id = $1 AND m.pool_id = p.id
        AND m.admin) AS admins,
    ARRAY(SELECT t.team_id FROM pool_team t WHERE t.tenant_id = $1 AND t.pool_id = p.id) AS teams
FROM reclaim_rule u JOIN pool p ON p.tenant_id = $1 AND p.id = u.pool_id
WHERE u.tenant_id = $1 AND ($2::uuid IS NULL OR u.pool_id = $2)
ORDER BY u.tenant_id, u.pool_id, u.id LIMIT 200
"""
_MAKE = """
INSERT INTO reclaim_rule (tenant_id, id, pool_id, match, conditions, remind_days, spare_customers,
                          spare_deals, enabled, since, filter)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
"""
_CHANGE = """
UPDATE reclaim_rule u SET match = $4, conditions = $5, remind_days = $6, spare_customers = $7,
    spare_deals = $8, enabled = $9, since = $10, filter = $11
WHERE u.tenant_id = $1 AND u.pool_id = $2 AND u.id = $3
RETURNING u.id
"""
_DROP = """
DELETE FROM reclaim_rule u WHERE u.tenant_id = $1 AND u.pool_id = $2 AND u.id = $3
RETURNING u.id
"""

_TYPE = "SELECT p.record_type FROM pool p WHERE p.tenant_id = $1 AND p.id = $2"


class PoolRule(Rule, frozen=True, kw_only=True):
    """A rule, its pool, and the members whom it concerns (none named: everybody)."""

    id: UUID
    enabled: bool
    since: datetime
    place: Standing
    members: frozenset[UUID]
    admins: list[UUID]
    teams: frozenset[UUID]

    def warned(self, end: datetime) -> datetime:
        """Not before there was time for a warning since the rule got its text."""
        return max(end, self.since + timedelta(days=self.remind_days))

    def concerns(self, owner_id: UUID, team_id: UUID | None) -> bool:
        """Whether an owner's customers go back by this rule."""
        if not (self.enabled and self.place.enabled):
            return False
        everybody = not self.members and not self.teams
        return everybody or owner_id in {*self.members, *self.admins} or team_id in self.teams


async def rules_of(uow: UnitOfWork, pool_id: UUID | None = None) -> list[PoolRule]:
    """All rules of the unit's workspace, or of one pool."""
    rows = await uow.fetch(_RULES, uow.tenant_id, pool_id)
    return [_rule(row) for row in rows if row["conditions"]]


async def put_rule(
    uow: UnitOfWork,
    principal: Principal,
    pool_id: UUID,
    rule: Rule,
    *,
    rule_id: UUID | None = None,
    enabled: bool = True,
) -> UUID:
    """A new rule of a pool, or another text of a known one."""
    if not rule.conditions:
        raise Invalid(fields={"conditions": _("Say the days of at least one condition.")})
    if known.deals is None and any(c.kind == "no_new_deal" for c in rule.conditions):
        raise Invalid(fields={"conditions": _("There are no deals here to go by.")})
    if rule.filter is not None:
        _demand_fit(principal, rule.filter)
    if await uow.fetchval(_TYPE, principal.tenant_id, pool_id) != "company":
        raise Conflict(_("Only pools of companies take anything back by rules."))
    said = msgspec.to_builtins(rule)
    values = (
        rule.match,
        said["conditions"],
        rule.remind_days,
        rule.spare_customers,
        rule.spare_deals,
        enabled,
        clock.now(),
        rule.filter,
    )
    made = rule_id or uuid7()
    if rule_id is None:
        await uow.execute(_MAKE, principal.tenant_id, made, pool_id, *values)
    elif await uow.fetchval(_CHANGE, principal.tenant_id, pool_id, made, *values) is None:
        raise NotFound
    action = "created" if rule_id is None else "updated"
    await note(uow, principal, "reclaim_rule", made, action, after={**said, "enabled": enabled})
    await jobs.enqueue(uow, DATES, {})
    return made


async def drop_rule(uow: UnitOfWork, principal: Principal, pool_id: UUID, rule_id: UUID) -> None:
    """The rule takes nothing back any more."""
    if await uow.fetchval(_DROP, principal.tenant_id, pool_id, rule_id) is None:
        raise NotFound
    await note(uow, principal, "reclaim_rule", rule_id, "deleted")
    await jobs.enqueue(uow, DATES, {})


def node_of(rule: Rule) -> Node:
    """Which customers it looks at."""
    return parse(msgspec.json.encode(rule.filter).decode()) if rule.filter else EVERYTHING


def _demand_fit(principal: Principal, said: dict[str, Any]) -> None:
    node = parse(msgspec.json.encode(said).decode())
    if is_personal(node):
        raise Invalid(fields={"filter": _("A rule is the same for everybody: no “me” in it.")})
    Filtering(COMPANY, principal, Args(principal.tenant_id), "c").sql(node)


def _rule(row: Any) -> PoolRule:
    said = dict(row)
    place = {name: said.pop(name) for name in Standing.__struct_fields__ if name in said}
    rule = msgspec.convert(
        {name: said[name] for name in Rule.__struct_fields__}, Rule, strict=False
    )
    return PoolRule(
        **msgspec.structs.asdict(rule),
        id=said["rule_id"],
        enabled=said["rule_enabled"],
        since=said["since"],
        place=Standing(**place, inside=True, admin=True),
        members=frozenset(said["members"]),
        admins=list(said["admins"]),
        teams=frozenset(said["teams"]),
    )
