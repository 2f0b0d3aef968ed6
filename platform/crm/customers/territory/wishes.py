"""What an administrator wants of a territory, made clean or refused."""

from datetime import date
from typing import Annotated, Any, Final, Literal
from uuid import UUID

import msgspec

from crm.customers.company.model import COMPANY
from crm.customers.territory.tree import Tree
from crm.records.filtering import Filtering
from crm.records.impersonal import is_personal, names_any
from crm.records.kinds.texts import needed_name
from kernel.errors import Invalid
from kernel.filters import parse, tree
from kernel.i18n import _
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

DEEPEST: Final = 5
Transfer = Literal["none", "manager", "round_robin"]

_ACTIVE = """
SELECT m.id FROM membership m WHERE m.tenant_id = $1 AND m.id = ANY($2) AND m.status = 'active'
"""


class TerritoryWish(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """`filter` as lists of companies take it, `{"and": []}` for all; none: those named by hand.

    Smaller `position` is asked first. `transfer` says who gets the companies that move by it: the
    manager, or the members in turn; whoever works there already keeps theirs.
    """

    name: Annotated[str, msgspec.Meta(max_length=200)]
    parent_id: UUID | None = None
    manager_id: UUID | None = None
    filter: dict[str, Any] | None = None
    position: Annotated[int, msgspec.Meta(ge=0, le=1000)] = 0
    valid_from: date | None = None
    valid_until: date | None = None
    members: Annotated[list[UUID], msgspec.Meta(max_length=200)] = []
    transfer: Transfer = "none"


async def cleaned(
    uow: UnitOfWork, me: Principal, known: Tree, wish: TerritoryWish, own: UUID | None = None
) -> TerritoryWish:
    """The wish as it is kept; raises `Invalid`. `own` is the territory that is changed."""
    _demand_parent(known, wish.parent_id, own)
    _demand_days(wish)
    named = {wish.manager_id, *wish.members} - {None}
    there = {row["id"] for row in await uow.fetch(_ACTIVE, me.tenant_id, list(named))}
    if wish.manager_id is not None and wish.manager_id not in there:
        raise Invalid(fields={"manager_id": _("There is no such member.")})
    if not set(wish.members) <= there:
        raise Invalid(fields={"members": _("There is no such member.")})
    return msgspec.structs.replace(
        wish, name=needed_name(wish.name), filter=_condition(me, wish.filter)
    )


def _demand_parent(known: Tree, parent_id: UUID | None, own: UUID | None) -> None:
    if parent_id is None:
        return
    if known.get(parent_id) is None:
        raise Invalid(fields={"parent_id": _("There is no such territory.")})
    below = known.below(own) if own else []
    if any(one.id == parent_id for one in below):
        raise Invalid(fields={"parent_id": _("A territory does not lie in itself.")})
    own_depth = known.get(own).depth if own else 0  # type: ignore[union-attr]
    high = max((one.depth - own_depth for one in below), default=0)
    if len(known.above(parent_id)) + 1 + high > DEEPEST:
        said = _("Territories lie in each other %(most)s deep.") % {"most": DEEPEST}
        raise Invalid(fields={"parent_id": said})


def _demand_days(wish: TerritoryWish) -> None:
    if wish.valid_from and wish.valid_until and wish.valid_until < wish.valid_from:
        raise Invalid(fields={"valid_until": _("The last day is before the first.")})


def _condition(me: Principal, said: dict[str, Any] | None) -> dict[str, Any] | None:
    """What was said, if it compares what companies have and means the same to everybody."""
    if said is None:
        return None
    node = parse(msgspec.json.encode(said).decode())
    if is_personal(node):
        raise Invalid(fields={"filter": _("A territory is the same for everybody: no “me” in it.")})
    if names_any(node, "territory", "segment"):
        why = _("A territory compares fields, not segments or territories.")
        raise Invalid(fields={"filter": why})
    Filtering(COMPANY, me, Args(me.tenant_id), "a").sql(node)
    return tree(node)
