"""A territory as a form has it."""

from datetime import date
from typing import Any, Final, cast, get_args
from uuid import UUID

from crm.customers.company.model import COMPANY
from crm.customers.pool.pages_settings import whole
from crm.customers.territory.tree import Territory, Tree
from crm.customers.territory.wishes import TerritoryWish, Transfer
from crm.records.pages.forms import Sent, ids
from crm.records.pages.lines import MORE, condition_of, in_words, lines_of
from kernel.errors import Invalid
from kernel.filters import EVERYTHING
from kernel.filters import tree as tree_of_filter
from kernel.i18n import _
from kernel.principal import Principal

# Which companies it takes: those that fit, all that are left, those named by hand.
FIT, REST, NAMED, KEPT = "fit", "rest", "named", "kept"
TRANSFERS: Final = get_args(Transfer)


def wish_of(me: Principal, data: Sent, before: Territory | None = None) -> TerritoryWish:
    """What was filled in; a condition that the form could not show is kept."""
    return TerritoryWish(
        name=data.get("name")[:200],
        parent_id=_one(data, "parent_id"),
        manager_id=_one(data, "manager_id"),
        filter=_filter(me, data, before),
        position=whole(data, "position", 1000),
        valid_from=day(data, "valid_from"),
        valid_until=day(data, "valid_until"),
        members=ids(data.all("members"))[:200],
        transfer=transfer_of(data),
    )


def transfer_of(data: Sent) -> Transfer:
    """Who gets what moves."""
    said = data.get("transfer", "none")
    if said not in TRANSFERS:
        raise Invalid(_("Choose who gets the companies that move."))
    return cast("Transfer", said)


def shown(me: Principal, one: Territory | None) -> dict[str, Any]:
    """What the form begins with: `lines` is None where the condition does not fit in."""
    node = one.node if one else None
    if one is None or (node is not None and node != EVERYTHING):
        takes = FIT
    else:
        takes = NAMED if node is None else REST
    lines = Sent([]) if node is None or node == EVERYTHING else lines_of(me, COMPANY, node)
    return {"takes": KEPT if lines is None else takes, "lines": lines or Sent([]), "fits": lines}


def words(me: Principal, tree: Tree, one: Territory) -> str:
    """What it takes, for people."""
    if one.node is None and tree.is_inner(one.id):
        return _("what lies in it")
    if one.node is None:
        return _("only those named by hand")
    return in_words(me, COMPANY, one.node, _("all that are left"))


def _filter(me: Principal, data: Sent, before: Territory | None) -> dict[str, Any] | None:
    match data.get("takes"):
        case "rest":
            return tree_of_filter(EVERYTHING)
        case "named":
            return None
        case "kept":
            return before.filter if before else None
    found = condition_of(me, COMPANY, data, MORE)
    if not found:
        raise Invalid(fields={"filter": _("Say by which fields a company belongs there.")})
    return found


def _one(data: Sent, name: str) -> UUID | None:
    return next(iter(ids([data.get(name)])), None)


def day(data: Sent, name: str) -> date | None:
    """A day that was typed, or none."""
    text = data.get(name).strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Invalid(fields={name: _("This is not a day.")}) from error
