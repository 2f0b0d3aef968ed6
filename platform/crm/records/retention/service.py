"""Rules of keeping: made, tried without effect, switched on, and asked what is due."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import msgspec

from crm.records.filtering import Filtering
from crm.records.privacy.agreement import PEOPLE
from crm.records.types import RecordType, record_types
from kernel import clock
from kernel.errors import Conflict, Invalid, NotFound
from kernel.filters import BadFilter, parse
from kernel.i18n import _
from kernel.ids import uuid7
from kernel.principal import Principal, house
from kernel.sql import Args
from kernel.transaction import UnitOfWork
from tenants.access.lookup import shaping
from tenants.audit.notes import note
from tenants.workspace.holding import hold

MOST: Final = 50
MAX_NAME: Final = 80
MAX_DAYS: Final = 36_500
SINCE: Final = ("created_at", "updated_at", "last_activity_at")
DEEDS: Final = ("bin", "erase", "anonymise")
SHOWN: Final = 10

_RULES = """
SELECT r.id, r.name, r.record_type, r.filter, r.since, r.days, r.deed, r.active, r.member_id,
       r.created_at,
       (SELECT n.at FROM retention_run n WHERE n.tenant_id = $1 AND n.rule_id = r.id
        ORDER BY n.tenant_id DESC, n.rule_id DESC, n.id DESC LIMIT 1) AS last_at,
       (SELECT coalesce(sum(n.done), 0)::bigint FROM retention_run n WHERE n.tenant_id = $1
        AND n.rule_id = r.id) AS done
FROM retention_rule r WHERE r.tenant_id = $1 AND ($2::uuid IS NULL OR r.id = $2)
ORDER BY r.tenant_id, r.id
"""
_INSERT = """
INSERT INTO retention_rule (tenant_id, id, name, record_type, filter, since, days, deed, member_id,
                            created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""
_SWITCH = """
UPDATE retention_rule SET active = $3 WHERE tenant_id = $1 AND id = $2 AND active <> $3
RETURNING name
"""
# Made anonymous once, a person is not due again.
_UNTOUCHED = "NOT EXISTS (SELECT 1 FROM erasure e WHERE e.tenant_id = $1 AND e.record_id = a.id)"
_VERSION = "SELECT w.shape_version FROM workspace w WHERE w.id = $1"


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Which records, and what becomes of them."""

    record_type: str
    filter: dict[str, Any]
    since: str
    days: int
    deed: str


class Rule(Asked, frozen=True, kw_only=True):
    """A rule; it does nothing until it is active. `done` is how many records it dealt with."""

    id: UUID
    name: str
    active: bool
    member_id: UUID
    created_at: datetime
    last_at: datetime | None
    done: int


class Due(msgspec.Struct, frozen=True):
    """What the rule would deal with now, and the titles of some."""

    count: int
    titles: list[str]


async def rules(uow: UnitOfWork) -> list[Rule]:
    """All of the workspace."""
    return [Rule(**row) for row in await uow.fetch(_RULES, uow.tenant_id, None)]


async def rule(uow: UnitOfWork, rule_id: UUID) -> Rule:
    """One; raises `NotFound`."""
    row = await uow.fetchrow(_RULES, uow.tenant_id, rule_id)
    if row is None:
        raise NotFound
    return Rule(**row)


async def make(uow: UnitOfWork, principal: Principal, said: dict[str, Any]) -> Rule:
    """A new rule, switched off: first one looks at what would be due."""
    kind = await _checked(uow, said)
    if not 1 <= len(said["name"].strip()) <= MAX_NAME or not said["name"].isprintable():
        raise Invalid(fields={"name": _("A name of at most 80 characters, please.")})
    await hold(uow)
    count = await uow.fetchval(
        "SELECT count(*) FROM retention_rule WHERE tenant_id = $1", uow.tenant_id
    )
    if count >= MOST:
        raise Conflict(_("There are too many rules. Delete one that is not used."))
    rule_id, name = uuid7(), said["name"].strip()
    values = (said["filter"], said["since"], said["days"], said["deed"])
    made = (name, kind.name, *values, principal.member_id, clock.now())
    await uow.execute(_INSERT, principal.tenant_id, rule_id, *made)
    after = {"name": name, "days": said["days"], "deed": said["deed"]}
    await note(uow, principal, "retention_rule", rule_id, "created", after=after)
    return await rule(uow, rule_id)


async def switch(uow: UnitOfWork, principal: Principal, rule_id: UUID, *, active: bool) -> Rule:
    """On or off."""
    await rule(uow, rule_id)
    if await uow.fetchval(_SWITCH, uow.tenant_id, rule_id, active):
        before, after = {"active": not active}, {"active": active}
        await note(uow, principal, "retention_rule", rule_id, "updated", before=before, after=after)
    return await rule(uow, rule_id)


async def drop(uow: UnitOfWork, principal: Principal, rule_id: UUID) -> None:
    """It and its log are gone."""
    before = await rule(uow, rule_id)
    await uow.execute(
        "DELETE FROM retention_rule WHERE tenant_id = $1 AND id = $2", uow.tenant_id, rule_id
    )
    was = {"name": before.name}
    await note(uow, principal, "retention_rule", rule_id, "deleted", before=was)


async def preview(uow: UnitOfWork, said: dict[str, Any]) -> Due:
    """What a rule would deal with that is not kept yet."""
    await _checked(uow, said)
    return await would(uow, Asked(**{name: said[name] for name in Asked.__struct_fields__}))


async def would(uow: UnitOfWork, kept: Asked) -> Due:
    """What is due now; nothing is done."""
    args = Args(uow.tenant_id)
    text = await _due(uow, kept, args)
    count = await uow.fetchval(f"SELECT count(*) {text}", *args.values)
    rows = await uow.fetch(
        f"SELECT o.title {text} ORDER BY a.tenant_id, a.id LIMIT {SHOWN}", *args.values
    )
    return Due(count, [row["title"] for row in rows])


async def due(uow: UnitOfWork, kept: Rule, after: UUID, most: int) -> list[UUID]:
    """The next records that are due, held."""
    args = Args(uow.tenant_id)
    text = f"SELECT a.id {await _due(uow, kept, args)} AND a.id > {args(after)}"
    rows = await uow.fetch(
        f"{text} ORDER BY a.tenant_id, a.id LIMIT {most} FOR NO KEY UPDATE OF o", *args.values
    )
    return [row["id"] for row in rows]


async def _due(uow: UnitOfWork, kept: Asked, args: Args) -> str:
    kind = kind_called(kept.record_type)
    where = parse(msgspec.json.encode(kept.filter).decode() if kept.filter else None)
    fits = Filtering(kind, await keeper(uow), args, "a").sql(where)
    again = f"AND {_UNTOUCHED}" if kept.deed == "anonymise" else ""
    return (
        f"FROM {kind.table} a JOIN record o ON o.tenant_id = $1 AND o.id = a.id "
        "WHERE a.tenant_id = $1 AND a.deleted_at IS NULL "
        f"AND a.{kept.since} < {args(clock.now() - timedelta(days=kept.days))} AND {fits} {again}"
    )


async def keeper(uow: UnitOfWork) -> Principal:
    """Who acts where a rule does: nobody in person, with the workspace's own fields."""
    tenant: UUID = uow.tenant_id  # type: ignore[assignment]
    version = await uow.fetchval(_VERSION, tenant) or 0
    me = house(tenant, "*:see", "*:delete", "*:edit", shape_version=version)
    return await shaping.shaped(uow, me)


def kind_called(name: str) -> RecordType:
    """The type of that name; raises `Invalid`."""
    found = next((kind for kind in record_types() if kind.name == name), None)
    if found is None:
        raise Invalid(fields={"record_type": _("There is no such type.")})
    return found


async def _checked(uow: UnitOfWork, said: dict[str, Any]) -> RecordType:
    kind, faults = kind_called(said["record_type"]), dict[str, str]()
    if said["since"] not in SINCE or said["since"] not in kind.columns:
        faults["since"] = _("This type has no such moment.")
    if not 1 <= said["days"] <= MAX_DAYS:
        faults["days"] = _("Between 1 day and 100 years.")
    if said["deed"] not in DEEDS or (said["deed"] != "bin" and kind.name not in PEOPLE):
        faults["deed"] = _("Only people can be erased; other records go into the recycle bin.")
    if not faults:
        try:
            where = parse(msgspec.json.encode(said["filter"]).decode() if said["filter"] else None)
            Filtering(kind, await keeper(uow), Args(uow.tenant_id), "a").sql(where)
        except BadFilter as error:
            faults["filter"] = error.message
    if faults:
        raise Invalid(fields=faults)
    return kind
