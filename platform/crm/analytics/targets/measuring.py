"""What counts towards a target, and how much of it is there."""

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

import msgspec

from crm.activities.activity.model import ACTIVITY
from crm.analytics.figures import Figure, Grouping, both, summed
from crm.analytics.periods import Period
from crm.customers.company.model import COMPANY
from crm.records.pages.query import written
from crm.records.types import RecordType
from crm.sales.deal.model import DEAL
from kernel.filters import EVERYTHING, Node, Test
from kernel.principal import Principal
from kernel.transaction import UnitOfWork

_WON: Final = Test("status", "eq", "won")
_VISIT: Final = Test("kind", "eq", "visit")
# By owner and team at once: what both a member's and a team's sum are made of.
_WHOSE: Final = Grouping(
    "concat_ws(' ', coalesce(a.owner_id::text, '-'), coalesce(a.team_id::text, '-'))",
    lambda _key: EVERYTHING,
)


class Counted(msgspec.Struct, frozen=True):
    """`field` is the moment that decides on the period; `money` sums amounts, else it counts.

    With `share` it is how many of a hundred rows are such.
    """

    kind: RecordType
    field: str
    where: Node = EVERYTHING
    money: bool = False
    share: Node | None = None


COUNTED: Final[dict[str, Counted]] = {
    "contract_amount": Counted(DEAL, "closed_at", _WON, money=True),
    "won_deals": Counted(DEAL, "closed_at", _WON),
    "new_accounts": Counted(COMPANY, "created_at"),
    "visits": Counted(ACTIVITY, "happened_at", _VISIT),
}


class Subject(msgspec.Struct, frozen=True):
    """The firm, a team with all below it, or a member."""

    scope: str
    id: UUID | None = None
    teams: frozenset[UUID] = frozenset()

    def has(self, owner: UUID | None, team: UUID | None) -> bool:
        """Whether a row of that owner and team is theirs."""
        match self.scope:
            case "company":
                return True
            case "team":
                return team in self.teams
        return owner == self.id

    def test(self) -> Node:
        """The same as a filter."""
        match self.scope:
            case "company":
                return EVERYTHING
            case "team":
                return Test("team", "in", sorted(str(team) for team in self.teams))
        return Test("owner_id", "eq", str(self.id))


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """`value` is money or a count; none where amounts are hidden. `plural` names the list."""

    value: int | None
    unrated: int
    filter: str
    plural: str


async def measured(
    uow: UnitOfWork,
    principal: Principal,
    metric: str,
    period: Period,
    subjects: Iterable[Subject],
) -> dict[Subject, Measured]:
    """How much of a metric each has in the period, of the rows that the principal sees."""
    counted = COUNTED[metric]
    where = both(counted.where, period.during(counted.field, principal.time_zone))
    found = await summed(uow, principal, counted.kind, where, {"all": EVERYTHING}, _WHOSE)
    rows = [(*_whose(key), parts["all"]) for key, parts in found.items()]
    made = {}
    for subject in subjects:
        figures = [figure for owner, team, figure in rows if subject.has(owner, team)]
        made[subject] = _measured(counted, figures, both(where, subject.test()))
    return made


def _whose(key: str) -> tuple[UUID | None, UUID | None]:
    owner, team = (None if text == "-" else UUID(text) for text in key.split())
    return owner, team


def _measured(counted: Counted, figures: list[Figure], where: Node) -> Measured:
    value: int | None = sum(figure.count for figure in figures)
    if counted.money:
        hidden = any(figure.worth is None for figure in figures)
        value = None if hidden else sum(figure.worth or 0 for figure in figures)
    return Measured(
        value=value,
        unrated=sum(figure.unrated for figure in figures) if counted.money else 0,
        filter=written(where),
        plural=counted.kind.plural,
    )


# From here on all of a member's or a team's rows are seen.
_LEADS: Final = frozenset({"below", "named"})


def sees_whole(principal: Principal, metric: str, subject: Subject, team: UUID | None) -> bool:
    """Whether all rows that count for the subject are seen: a part of a sum says nothing.

    `team` is the team of a subject who is a member.
    """
    reach: Any = principal.scope_of(COUNTED[metric].kind.name)
    if reach == "all":
        return True
    if subject.scope == "user":
        mine = reach is not None and subject.id == principal.member_id
        return mine or (reach in _LEADS and team in principal.teams_in(reach))
    # The firm as a whole is no team of anybody's.
    return reach in _LEADS and subject.id in principal.teams_in(reach)
