"""The people of a workspace: an owner, reps under their managers, and those who help them."""

from datetime import datetime, timedelta
from random import Random

from app.seed.ids import id_at
from app.seed.people import Addresses, named
from app.seed.rows import Member, Person, Team
from app.seed.tongue import Tongue

_REPS_PER_TEAM = 6


class Staff:
    """Members and the tree of teams; `reps` are those who look after customers."""

    def __init__(
        self, rng: Random, tongue: Tongue, *, zone: str, slug: str, reps: int, since: datetime
    ) -> None:
        self._rng = rng
        self._tongue = tongue
        self._zone = zone
        self._domain = f"{slug}.example"
        self._since = since
        self._addresses = Addresses(rng, tongue.code)
        self.members: list[Member] = []
        whole, parts = tongue.teams
        groups = max(min(-(-reps // _REPS_PER_TEAM), len(parts)), 1 if reps < 4 else 2)
        self._root = self._team(whole, None)
        self._groups = [self._team(name, self._root) for name in parts[:groups]]
        self._service = self._team(tongue.service_team, None)
        self.teams = [self._root, *self._groups, self._service]
        self._hire(reps)
        # In a small firm the owner sells too, and the owner is whom most visitors look through.
        selling = ("rep", "owner") if reps <= _REPS_PER_TEAM * 2 else ("rep",)
        # Whom a visitor looks through sees a firm at work, whatever the day.
        self.watched = self.members[0]
        self.reps = [member for member in self.members if member.role in selling]
        self.others = [m for m in self.members if m.role in ("manager", "support")]

    def visitor(self, person: Person, role: str) -> None:
        """Someone with an address of their own takes a place; as the owner, the owner's."""
        if role == "owner":
            self.members[0].person = person
        else:
            team = self._groups[0] if role == "rep" else None
            self._join(role, team, person)
            self.watched = self.members[-1]

    def _hire(self, reps: int) -> None:
        self._join("owner", None)
        self._join("admin", None)
        for team in self._groups:
            self._join("manager", team)
        for number in range(reps):
            self._join("rep", self._groups[number % len(self._groups)])
        self._join("support", self._service)
        self._join("marketer", self._root)
        self._join("finance", None)
        self._join("viewer", None)

    def _join(self, role: str, team: Team | None, person: Person | None = None) -> None:
        moment = self._since + timedelta(minutes=len(self.members))
        self.members.append(
            Member(
                id_at(self._rng, moment),
                person or self._person(),
                role,
                team.id if team else None,
                moment,
            )
        )

    def _person(self) -> Person:
        language = self._tongue.code
        name = named(self._rng, language)
        email = self._addresses.email(name, self._domain)
        return Person(email, name.full, language, self._zone)

    def _team(self, name: str, parent: Team | None) -> Team:
        return Team(id_at(self._rng, self._since), name, parent.id if parent else None)
