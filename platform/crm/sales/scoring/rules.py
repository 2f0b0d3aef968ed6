"""The rules that give points, as administrators set them."""

from typing import Annotated, Any, Final, Literal
from uuid import UUID

import msgspec

from crm.records.kinds.texts import needed_name
from crm.sales.conditions import condition_text, condition_tree, reached
from kernel import clock, jobs
from kernel.errors import Conflict, NotFound
from kernel.i18n import _
from kernel.ids import uuid7
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork
from tenants.audit.notes import note

MOST: Final = 50
RUN: Final = "scoring.run"
Side = Literal["fit", "behaviour"]

_ALL = """
SELECT u.id, u.name, u.side, u.condition, u.points, u.half_life_days FROM score_rule u
WHERE u.tenant_id = $1 ORDER BY u.tenant_id, u.created_at, u.id LIMIT 50
"""
_MAKE = """
INSERT INTO score_rule (tenant_id, id, name, side, condition, points, half_life_days, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
"""
_CHANGE = """
UPDATE score_rule u SET name = $3, side = $4, condition = $5, points = $6, half_life_days = $7
WHERE u.tenant_id = $1 AND u.id = $2 RETURNING u.id
"""
_DROP = "DELETE FROM score_rule u WHERE u.tenant_id = $1 AND u.id = $2 RETURNING u.name"


class RuleWish(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Leads that match `condition`, a filter, get the points; half of them after a half-life.

    `fit` says who they are, `behaviour` what they did. Time runs from the last activity with the
    lead, or from when it came in.
    """

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    side: Side = "fit"
    condition: dict[str, Any] = {}
    points: Annotated[int, msgspec.Meta(ge=-100, le=100)]
    half_life_days: Annotated[int, msgspec.Meta(ge=1, le=3650)] | None = None


class Rule(msgspec.Struct, kw_only=True):
    """A rule as it stands."""

    id: UUID
    name: str
    side: Side
    condition: dict[str, Any]
    points: int
    half_life_days: int | None
    text: str = ""


class Preview(msgspec.Struct):
    """How many leads match now, and a few of them."""

    matching: int
    examples: list[str]


async def rules(uow: UnitOfWork) -> list[Rule]:
    """All, the oldest first."""
    rows = await uow.fetch(_ALL, uow.tenant_id)
    return [
        Rule(**{**row, "condition": condition_tree(row["condition"]), "text": row["condition"]})
        for row in map(dict, rows)
    ]


async def make(uow: UnitOfWork, me: Principal, wish: RuleWish) -> UUID:
    """A new rule; every lead is counted anew."""
    if len(await rules(uow)) >= MOST:
        raise Conflict(_("There are too many rules already."))
    rule_id = uuid7()
    await uow.execute(_MAKE, me.tenant_id, rule_id, *_values(me, wish), clock.now())
    await note(uow, me, "score_rule", rule_id, "created", after={"name": wish.name})
    await again(uow)
    return rule_id


async def change(uow: UnitOfWork, me: Principal, rule_id: UUID, wish: RuleWish) -> None:
    """The rule as it shall be from now on."""
    if await uow.fetchval(_CHANGE, me.tenant_id, rule_id, *_values(me, wish)) is None:
        raise NotFound
    await note(uow, me, "score_rule", rule_id, "updated", after={"name": wish.name})
    await again(uow)


async def drop(uow: UnitOfWork, me: Principal, rule_id: UUID) -> None:
    """Its points are gone."""
    name = await uow.fetchval(_DROP, me.tenant_id, rule_id)
    if name is None:
        raise NotFound
    await note(uow, me, "score_rule", rule_id, "deleted", before={"name": name})
    await again(uow)


async def preview(uow: UnitOfWork, me: Principal, condition: dict[str, Any]) -> Preview:
    """Which of the leads that the principal sees would match."""
    args = Args(me.tenant_id)
    found = reached(me, args, condition_text(me, condition))
    count = await uow.fetchval(f"SELECT count(*) {found}", *args.values)
    rows = await uow.fetch(
        f"SELECT a.name {found} ORDER BY a.tenant_id, a.updated_at DESC, a.id DESC LIMIT 5",
        *args.values,
    )
    return Preview(count, [row["name"] for row in rows])


async def again(uow: UnitOfWork) -> None:
    """Count every lead of the workspace, soon."""
    await jobs.enqueue(uow, RUN, {}, dedupe_key=f"{RUN}.{uow.tenant_id}")


def _values(me: Principal, wish: RuleWish) -> tuple[Any, ...]:
    name = needed_name(wish.name)
    condition = condition_text(me, wish.condition)
    return name, wish.side, condition, wish.points, wish.half_life_days
