"""What the reps did and still have to do, in the order it happened."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from app.seed.hours import FRESH, Hours
from app.seed.ids import id_at
from app.seed.notes import Subject, Writer
from app.seed.picks import pick, weighted
from app.seed.rows import Activity, Company, Contact, Member, Task
from app.seed.shapes import Product, Trade
from app.seed.staff import Staff

_KINDS = (
    ("visit", 0.34),
    ("call", 0.27),
    ("meeting", 0.11),
    ("email", 0.14),
    ("chat", 0.1),
    ("note", 0.04),
)
_DUE = (("overdue", 0.22), ("today", 0.18), ("coming", 0.3), ("done", 0.3))
_AGREED_AHEAD, _TASKS_AHEAD = 12, 20
# So long nobody spoke to a customer that waits in the pool.
SILENT = timedelta(days=45)


class Diary:
    """Streams activities and tasks; customers must be sorted by the time they were added."""

    def __init__(
        self,
        rng: Random,
        writer: Writer,
        trade: Trade,
        hours: Hours,
        staff: Staff,
        companies: list[Company],
        contacts: list[Contact],
    ) -> None:
        self._rng = rng
        self._writer = writer
        self._hours = hours
        self._staff = staff
        self._companies = companies
        self._since = [company.created_at for company in companies]
        self._people: dict[str, list[Contact]] = {company.domain: [] for company in companies}
        for contact in contacts:
            for company in contact.companies:
                self._people[company.domain].append(contact)
        self._buys = {company.domain: self._favourites(trade) for company in companies}

    def activities(self, count: int) -> Iterator[Activity]:
        """So many, spread over two years by working hours."""
        rng, hours, writer = self._rng, self._hours, self._writer
        for number, (day, moment) in enumerate(hours.happened(rng, count)):
            known = bisect_right(self._since, moment)
            chance = rng.random()
            company = self._companies[int(known * chance * chance)]
            if company.is_pooled and hours.now - moment < SILENT:
                company = self._spoken_to(known)
            people = self._met(company, moment)
            weekday, later = hours.later(rng, day, _AGREED_AHEAD)
            kind = weighted(rng, _KINDS)
            subject = self._subject(company, people, weekday, moment.month)
            note = writer.note(kind, subject)
            written = min(moment + timedelta(minutes=int(rng.random() * 200)), hours.now)
            yield Activity(
                id_at(rng, written),
                kind,
                note.text,
                moment,
                note.outcome,
                note.next_step,
                later if note.next_step else None,
                self._staff.watched if number >= count - FRESH else self._author(company),
                company,
                people,
                written,
            )

    def tasks(self, count: int) -> Iterator[Task]:
        """Some late, some for today, some for the coming weeks, some done."""
        rng, hours = self._rng, self._hours
        today = hours.today
        for number in range(count):
            # One of each kind is for whoever looks, and done today.
            shown = number < len(_DUE)
            state = _DUE[number][0] if shown else weighted(rng, _DUE)
            company = self._companies[int(len(self._companies) * rng.random())]
            people = self._met(company, hours.now)
            if state == "today" or (shown and state == "done"):
                due = hours.on(rng, today)
            elif state == "coming":
                due = hours.later(rng, today, _TASKS_AHEAD)[1]
            else:
                due = hours.on(
                    rng, today - 1 - int(rng.random() * (10 if state == "overdue" else 200))
                )
            created = min(due, hours.now) - timedelta(
                days=1 + int(rng.random() * 9), minutes=number % 60
            )
            done = None
            if state == "done":
                done = min(due + timedelta(minutes=int(rng.random() * 900) - 600), hours.now)
            yield Task(
                id_at(rng, created),
                self._writer.step(self._subject(company, people, 0, due.month)),
                due,
                done,
                self._staff.watched
                if shown
                else company.owner
                if rng.random() < 0.9
                else pick(rng, self._staff.reps),
                company,
                people[0] if people and rng.random() < 0.7 else None,
                created,
            )

    def _spoken_to(self, known: int) -> Company:
        """One that has an owner."""
        owned = [company for company in self._companies[:known] if not company.is_pooled]
        return pick(self._rng, owned)

    def _met(self, company: Company, moment: datetime) -> tuple[Contact, ...]:
        people = self._people[company.domain]
        if not people:
            return ()
        rng = self._rng
        chance = rng.random()
        first = people[int(len(people) * chance * chance)]
        if first.created_at > moment:
            first = people[0]
        if first.created_at > moment:
            return ()
        if rng.random() < 0.08 and len(people) > 1:
            second = people[int(len(people) * rng.random())]
            if second is not first and second.created_at <= moment:
                return (first, second)
        return (first,)

    def _author(self, company: Company) -> Member:
        chance = self._rng.random()
        if chance < 0.9:
            return company.owner
        return pick(self._rng, self._staff.reps if chance < 0.96 else self._staff.others)

    def _subject(
        self, company: Company, people: tuple[Contact, ...], weekday: int, month: int
    ) -> Subject:
        rng = self._rng
        product = pick(rng, self._buys[company.domain])
        called = people[0].called if people else pick(rng, self._writer.talk.phrases["role"])
        return Subject(company.short, called, company.city, product, weekday, month)

    def _favourites(self, trade: Trade) -> tuple[Product, ...]:
        main, other = pick(self._rng, trade.products), pick(self._rng, trade.products)
        return (main, main, other)
