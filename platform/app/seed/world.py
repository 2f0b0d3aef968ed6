"""The made-up world: workspaces of very different size, each with two years of work."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from app.seed import size as sizes
from app.seed.customers import Customers
from app.seed.diary import Diary
from app.seed.firms import firm
from app.seed.hours import Hours
from app.seed.ids import id_at
from app.seed.notes import Writer
from app.seed.picks import pick
from app.seed.rows import Activity, Company, Contact, Member, Person, Task, Team
from app.seed.shapes import Trade
from app.seed.size import Size
from app.seed.staff import Staff
from app.seed.tongue import TONGUES, Tongue

LANGUAGES = ("en", "zh", "both")
DEMO_EMAIL = "demo@guanxi.example"
DEMO_PASSWORD = "guanxi-demo-2026"  # noqa: S105 -- printed at start, for made-up data only
_SLUG_LENGTH = 28
_FIRST_DAY = timedelta(days=740)
_MADE = datetime(2024, 1, 1, tzinfo=UTC)
_SMALL = {
    "en": ("acme", "Acme Pumps Ltd", 0),
    "zh": ("hualian", "华联泵业有限公司", 0),
}
_NAMES = {"en": "Robin Hartley", "zh": "林晓"}
_GLOBEX = {"en": ("globex", "Globex Packaging GmbH", 1), "zh": ("globex", "寰球包装有限公司", 1)}


class Workspace:
    """One firm and everything in its workspace; the same seed and `now` give the same rows."""

    def __init__(
        self,
        *,
        slug: str,
        name: str,
        language: str,
        trade: int,
        size: Size,
        seed: int,
        now: datetime,
        clock: str = "",
    ) -> None:
        self.slug = slug
        self.name = name
        self.language = language
        self.size = size
        self.now = now
        self._key = f"guanxi/{seed}/{language}/{slug}"
        self._tongue = TONGUES[language]
        self._trade = self._tongue.trades[trade % len(self._tongue.trades)]
        rng = self.random("workspace")
        self.id: UUID = id_at(rng, _MADE)
        self.time_zone = pick(rng, self._tongue.zones)
        self.currency, self._sign = self._tongue.currencies[self.time_zone]
        # Whoever looks does so by one clock, whichever firm it is.
        self.clock = clock or self.time_zone
        self.created_at = now - _FIRST_DAY
        self.staff = Staff(
            self.random("staff"),
            self._tongue,
            zone=self.time_zone,
            slug=slug,
            reps=size.reps,
            since=self.created_at,
        )
        self._companies: list[Company] = []
        self._contacts: list[Contact] = []

    @property
    def members(self) -> list[Member]:
        return self.staff.members

    @property
    def teams(self) -> list[Team]:
        return self.staff.teams

    @property
    def tags(self) -> tuple[str, ...]:
        return self._tongue.tags

    @property
    def tongue(self) -> Tongue:
        return self._tongue

    @property
    def trade(self) -> Trade:
        return self._trade

    def companies(self) -> list[Company]:
        """The customers, the oldest first."""
        self._settle()
        return self._companies

    def contacts(self) -> list[Contact]:
        """The people there, the longest known first."""
        self._settle()
        return self._contacts

    def activities(self) -> Iterator[Activity]:
        """Two years of work in order, made while they are read."""
        return self._diary("activities").activities(self.size.activities)

    def tasks(self) -> Iterator[Task]:
        """What is to be done, or was."""
        return self._diary("tasks").tasks(self.size.tasks)

    def _settle(self) -> None:
        if not self._companies:
            rng = self.random("customers")
            makers = Customers(rng, self._tongue, self._trade, self.staff.reps, self.now)
            self._companies = makers.companies(self.size.companies)
            self._contacts = makers.contacts(self._companies, self.size.contacts)

    def _diary(self, part: str) -> Diary:
        self._settle()
        rng = self.random(part)
        writer = Writer(self._tongue, self._trade, self._sign, rng)
        hours = Hours(self.now, self.clock)
        return Diary(rng, writer, self._trade, hours, self.staff, self._companies, self._contacts)

    def random(self, part: str) -> Random:
        return Random(f"{self._key}/{part}")


def workspaces(size: str, language: str, seed: int, now: datetime) -> Iterator[Workspace]:
    """The workspaces of a world of that size; `demo@guanxi.example` owns the first ones."""
    languages = ("en", "zh") if language == "both" else (language,)
    zone = TONGUES[languages[0]].zones[0]
    demo = Person(DEMO_EMAIL, _NAMES[languages[0]], languages[0], zone)
    if size == "small":
        for code in languages:
            slug, name, trade = _SMALL[code]
            firm_ = Workspace(
                slug=slug,
                name=name,
                language=code,
                trade=trade,
                size=sizes.ACME,
                seed=seed,
                now=now,
                clock=zone,
            )
            firm_.staff.visitor(replace(demo, name=_NAMES[code]), "owner")
            yield firm_
        slug, name, trade = _GLOBEX[languages[0]]
        second = Workspace(
            slug=slug,
            name=name,
            language=languages[0],
            trade=trade,
            size=sizes.GLOBEX,
            seed=seed,
            now=now,
        )
        second.staff.visitor(demo, "rep")
        yield second
        return
    yield from _many(size, languages, seed, now, demo)


def _many(
    size: str, languages: tuple[str, ...], seed: int, now: datetime, demo: Person
) -> Iterator[Workspace]:
    rng = Random(f"guanxi/{seed}/{size}/{'+'.join(languages)}")
    slugs: set[str] = set()
    names: set[str] = set()
    for number, figures in enumerate(sizes.workspace_sizes(size)):
        code = languages[number % len(languages)]
        tongue = TONGUES[code]
        trade = int(rng.random() * len(tongue.trades))
        made = firm(
            rng, code, pick(rng, tongue.trades[trade].words), pick(rng, tongue.cities), names
        )
        slug = stem = made.stem[:_SLUG_LENGTH]
        count = 1
        while slug in slugs:
            count += 1
            slug = f"{stem}-{count}"
        slugs.add(slug)
        workspace = Workspace(
            slug=slug, name=made.name, language=code, trade=trade, size=figures, seed=seed, now=now
        )
        if number < len(languages):
            workspace.staff.visitor(demo, "owner")
        yield workspace
