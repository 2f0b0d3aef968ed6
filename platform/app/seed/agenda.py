"""What a made-up firm has agreed for these days: visits, and the team's weekly hour."""

from datetime import datetime, timedelta
from typing import Any, Final

from app.seed.filing import Filer
from app.seed.globe import by_nearness, distance
from app.seed.hours import Hours
from app.seed.ids import id_at
from app.seed.picks import pick
from app.seed.rows import Company, Member
from app.seed.shelf import Shelf
from app.seed.world import Workspace
from crm.activities.appointment.timing import settle

TODAY: Final = 4
DAYS: Final = (-3, -2, -2, -1, 1, 1, 2, 3, 4, 6, 8)
VISITS: Final = TODAY + len(DAYS)
LOOKED_AT: Final = 40
TIMES: Final = tuple(
    timedelta(hours=h, minutes=m) for h, m in ((10, 0), (11, 30), (14, 0), (16, 0))
)
MOST_TOGETHER: Final = 6
HOUR: Final = timedelta(hours=1)
_WORDS: Final = {
    "en": ("Visit {name}", "Demonstration at {name}", "Price talks with {name}", "Sales meeting"),
    "zh": ("拜访{name}", "{name}产品演示", "与{name}谈价格", "销售例会"),
}


class Agenda:
    """Files appointments around today."""

    def __init__(self, workspace: Workspace, shelf: Shelf, filer: Filer) -> None:
        self._workspace = workspace
        self._rows = shelf.rows
        self._filer = filer
        self._rng = workspace.random("agenda")
        self._hours = Hours(workspace.now, workspace.clock)

    def run(self) -> None:
        """Visits of these weeks, some of them today, and one hour of each week together."""
        *visits, together = _WORDS[self._workspace.language]
        staff = self._workspace.staff
        companies = self._workspace.companies()
        near = _closest(companies[:LOOKED_AT])
        for number in range(VISITS):
            # Today's customers live near each other, as a day is planned.
            today = number < TODAY
            company = near[number] if today else pick(self._rng, companies)
            day = self._hours.today + (0 if today else DAYS[number - TODAY])
            owner = staff.watched if today or number % 2 == 0 else company.owner
            at = self._hours.days[day] + TIMES[number] if today else self._hours.on(self._rng, day)
            self._agree(
                pick(self._rng, visits).format(name=company.short),
                at,
                owner,
                place=self._place(company),
                links=[company.id],
            )
        others = [member for member in staff.reps if member is not staff.watched][:MOST_TOGETHER]
        first = self._hours.days[self._hours.today] + timedelta(hours=8, minutes=30)
        self._agree(together, first, staff.watched, repeat="weekly", with_=others)

    def _place(self, company: Company) -> str:
        """Chinese begins with the city, and puts no comma after it."""
        if self._workspace.language == "zh":
            return f"{company.city}{company.street}"
        return ", ".join(part for part in (company.street, company.city) if part)

    def _agree(
        self,
        title: str,
        at: datetime,
        owner: Member,
        *,
        links: list[Any] | None = None,
        with_: list[Member] | None = None,
        **more: Any,
    ) -> None:
        made = self._workspace.now - timedelta(days=3 + self._rng.random() * 4)
        values = {"title": title, "starts_at": at, "ends_at": at + HOUR, **more}
        values["attendees"] = [member.id for member in with_ or ()]
        record_id = id_at(self._rng, made)
        row = self._filer.file(
            "appointment",
            record_id,
            values,
            owner=owner,
            by=owner,
            at=made,
            links={"links": links or []},
        )
        settle(row, values, self._workspace.clock, {}, None)
        self._filer.keep("appointment", row)
        tenant = self._workspace.id
        for member in values["attendees"]:
            self._rows["attendance"].append((tenant, member, record_id))
            self._rows["share"].append((tenant, record_id, member, "read", owner.id, made))


def _closest(companies: list[Company]) -> list[Company]:
    """Around the one of them whose neighbours are nearest, those come first."""

    def spread(company: Company) -> float:
        return distance(company, by_nearness(companies, company)[TODAY - 1])

    return by_nearness(companies, min(companies, key=spread))
