"""Who sees which rows: one rule, used by lists, counts, search, timelines and chat."""

from typing import Final

import msgspec

from crm.records.sharing import shared_with
from crm.records.types import RecordType, Row, record_types
from kernel.errors import Forbidden
from kernel.principal import Principal, Scope
from kernel.sql import Args

# The levels of a share, each with what the ones before it permit.
LEVELS: Final = ("read", "comment", "edit")
# From which level on a share permits an action; others are the owner's and the team's alone.
_FROM: Final = {"see": 1, "export": 1, "comment": 2, "edit": 3}


class AnyType(msgspec.Struct, frozen=True):
    """Rows of all types, each of which says its own in `typed_by`.

    With `linked`, activities are visible by what they link, as in their own table. Without
    `open`, types that the whole workspace sees are left out. `only` are the types that the
    statement asks for itself, all if empty: a shorter condition is planned sooner.
    """

    typed_by: str = "type"
    linked: bool = False
    open: bool = True
    only: tuple[str, ...] = ()

    @property
    def kinds(self) -> list[RecordType]:
        return [kind for kind in record_types() if not self.only or kind.name in self.only]

    def seen_by_link(self, principal: Principal, action: str) -> list[str]:
        """The types whose rows the principal sees by what they link."""
        if not self.linked:
            return []
        return [
            kind.name
            for kind in self.kinds
            if kind.seen_by == "link" and principal.scope_of(kind.name, action) not in {None, "own"}
        ]


# The anchors.
ANY: Final = AnyType()


def visible(
    principal: Principal,
    args: Args,
    alias: str,
    *,
    of: RecordType | AnyType,
    action: str = "see",
    record_id: str = "id",
) -> str:
    """The SQL condition under which `alias` (with owner_id and team_id) is visible.

    `of` is the type whose rows `alias` has. Unassigned does not mean visible. An activity
    (`seen_by` "link") is visible to its author and to whoever sees one record that it links.
    A row that is open to all (`opened`) is visible to all who may look at its type.
    With another `action`, the rows to which that may be done.
    """
    if isinstance(of, RecordType):
        reach = _reach(principal, of, action)
        owned = _owned(principal, args, alias, reach, record_id, action, [of.name])
        if of.opened and action == "see" and reach not in {None, "all"}:
            return f"({owned} OR {_opened(principal, args, alias, of, record_id)})"
        if of.seen_by == "owner" or reach in {None, "own", "all"}:
            return owned
        return f"({owned} OR {_linked(principal, args, alias, record_id)})"
    types: dict[Scope | None, list[str]] = {}
    for kind in of.kinds:
        if of.open or kind.seen_by != "all":
            types.setdefault(_reach(principal, kind, action), []).append(kind.name)
    column = f"{alias}.{of.typed_by}"
    if len(types) == 1:
        ((reach, names),) = types.items()
        found = _owned(principal, args, alias, reach, record_id, action, names)
    else:
        found = " OR ".join(
            f"({column} = ANY({args(names)}::text[]) "
            f"AND {_owned(principal, args, alias, reach, record_id, action, names)})"
            for reach, names in types.items()
            if reach is not None
        )
    for kind in of.kinds:
        reach = _reach(principal, kind, action)
        if kind.opened and of.open and action == "see" and reach not in {None, "all"}:
            opened = _opened(principal, args, alias, kind, record_id)
            found += f" OR ({column} = {args(kind.name)} AND {opened})"
    if found not in {"TRUE", "FALSE"} and (names := of.seen_by_link(principal, action)):
        linked = _linked(principal, args, alias, record_id)
        found += f" OR ({column} = ANY({args(names)}::text[]) AND {linked})"
    return f"({found})" if found != "TRUE" else found


def _owned(
    principal: Principal,
    args: Args,
    alias: str,
    reach: Scope | None,
    record_id: str,
    action: str,
    names: list[str],
) -> str:
    if reach is None:
        return "FALSE"
    if reach == "all":
        return "TRUE"
    condition = f"{alias}.owner_id = {args(principal.member_id)}"
    if reach != "own" and action in _FROM:
        # An array from a sub-select lets the planner combine indexes; EXISTS would scan.
        condition += f" OR {alias}.{record_id} = ANY(ARRAY({shared_with(principal, args, names)}))"
    teams = principal.teams_in(reach)
    if reach == "team" and teams:
        condition += f" OR {alias}.team_id = {args(teams[0])}"
    elif teams:
        condition += f" OR {alias}.team_id = ANY({args(list(teams))}::uuid[])"
    return f"({condition})"


def _reach(principal: Principal, kind: RecordType, action: str) -> Scope | None:
    """How far it reaches among the rows of a type; what all see is seen by all who may look."""
    reach = principal.scope_of(kind.name, action)
    return "all" if kind.seen_by == "all" and action == "see" and reach else reach


def _opened(principal: Principal, args: Args, alias: str, kind: RecordType, record_id: str) -> str:
    column, value = kind.opened or ("", "")
    return (
        f"EXISTS (SELECT 1 FROM {kind.table} vo WHERE vo.tenant_id = {args(principal.tenant_id)} "
        f"AND vo.id = {alias}.{record_id} AND vo.{column} = {args(value)} "
        "AND vo.deleted_at IS NULL)"
    )


def _linked(principal: Principal, args: Args, alias: str, record_id: str) -> str:
    tenant = args(principal.tenant_id)
    return (
        f"EXISTS (SELECT 1 FROM link vl JOIN record vr "
        f"ON vr.tenant_id = {tenant} AND vr.id = vl.to_id "
        f"WHERE vl.tenant_id = {tenant} AND vl.from_id = {alias}.{record_id} "
        f"AND vl.kind = 'links' AND vr.deleted_at IS NULL "
        # A price list that everybody sees does not show everybody the notes about it.
        f"AND {visible(principal, args, 'vr', of=AnyType(open=False))})"
    )


def demand_reach(principal: Principal, type: str, action: str, row: Row) -> None:
    """Raise `Forbidden` for a row that the principal sees but whose scope for this is narrower."""
    if not reaches(principal, type, action, row):
        raise Forbidden


def reaches(principal: Principal, type: str, action: str, row: Row) -> bool:
    """Whether an action may be done to a row that was fetched for the principal."""
    reach = principal.scope_of(type, "edit" if action == "comment" else action)
    if reach in {None, "all"}:
        return reach == "all"
    if row["owner_id"] == principal.member_id:
        return True
    if row["team_id"] is not None and row["team_id"] in principal.teams_in(reach):
        return True
    return reach != "own" and (row.get("_share") or 0) >= _FROM.get(action, len(LEVELS) + 1)
