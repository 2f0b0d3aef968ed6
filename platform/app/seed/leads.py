"""Made-up leads: fresh ones, some that are worked on, some that became customers."""

from datetime import datetime, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID

from app.seed.fair import CAMPAIGN, VISITORS, Fair
from app.seed.filing import Filer
from app.seed.firms import firm
from app.seed.hours import Hours
from app.seed.ids import id_at
from app.seed.lead_pool import LeadPool
from app.seed.offers import Offer
from app.seed.people import Addresses, named
from app.seed.picks import pick, weighted
from app.seed.shelf import Shelf
from app.seed.world import Workspace

MOST: Final = 60
# Every so manieth of those that nobody works on is nobody's.
POOLED: Final = 2
_STATUSES = (
    ("new", 0.28), ("working", 0.3), ("qualified", 0.14), ("disqualified", 0.18), ("recycled", 0.1),
)  # fmt: skip
_REASONS = ("no_need", "no_budget", "no_answer", "later")
_SOURCES = ("website", "fair", "campaign", "referral", "call")
_WORDS: Final = {
    "en": (("Spring fair", "Newsletter May", "Search ads"), "Call back", "work"),
    "zh": (("春季展会", "五月通讯", "搜索广告"), "回电话", "工作"),
}


class Leads:
    """Files leads beside the deals that some of them became."""

    def __init__(self, workspace: Workspace, shelf: Shelf, filer: Filer, rng: Random) -> None:
        self._workspace = workspace
        self._shelf = shelf
        self._hours = Hours(workspace.now, workspace.clock)
        self._filer = filer
        self._rng = rng
        self._addresses = Addresses(rng, workspace.language)
        self._pool = LeadPool(workspace, shelf)
        self._idle = 0
        self._names: set[str] = {company.name for company in workspace.companies()}
        self.reminders: list[tuple[UUID, datetime]] = []
        self._campaigns, self._step, self._label = _WORDS[workspace.language]

    def run(self, deals: list[tuple[Offer, UUID]]) -> None:
        """A third as many as customers; three became deals."""
        self._pool.open()
        count = min(max(len(self._workspace.companies()) * 2 // 5, 6), MOST)
        for _number in range(count):
            self._lead(self._workspace.now - timedelta(days=self._rng.random() * 45, hours=1))
        known = [(offer, made) for offer, made in deals if offer.contacts][:3]
        for offer, made in known:
            self._became(offer, made)
        fair = Fair(self._workspace, self._shelf)
        with self._filer.by_way_of("import"):
            campaign = CAMPAIGN[self._workspace.language]
            fair.run([self._lead(fair.at, campaign) for _number in range(VISITORS)])

    def _lead(self, at: datetime, fair: str = "") -> dict[str, Any]:
        rng, tongue = self._rng, self._workspace.tongue
        status = "new" if fair else weighted(rng, _STATUSES)
        city, industry = pick(rng, tongue.cities), pick(rng, self._workspace.trade.buyers)
        made = firm(rng, tongue.code, industry, city, self._names)
        name = named(rng, tongue.code)
        values: dict[str, Any] = {
            "name": name.full,
            "company_name": made.name,
            "emails": self._entry(self._addresses.email(name, f"{made.stem}.example")),
            "phones": self._entry(self._addresses.phone(city)),
            "source": "fair" if fair else pick(rng, _SOURCES),
            "campaign": fair or None,
            "status": status,
            "reason": pick(rng, _REASONS) if status in {"disqualified", "recycled"} else None,
            "qualified_by": ["need", "budget"] if status == "qualified" else [],
        }
        if values["source"] == "campaign":
            values["campaign"] = pick(rng, self._campaigns)
        if status != "new":
            values["first_response_at"] = at + timedelta(minutes=10 + rng.random() * 900)
        row = self._file(values, at, {}, pooled=not fair and self._is_pooled(status))
        row["last_activity_at"] = values.get("first_response_at")
        if status in {"working", "qualified"}:
            row["next_action_at"] = self._plan(row)
        self._filer.keep("lead", row)
        return row

    def _plan(self, lead: dict[str, Any]) -> datetime:
        owner = next(m for m in self._workspace.members if m.id == lead["owner_id"])
        day = self._hours.today + int(self._rng.random() * 8) - 1
        due = self._hours.on(self._rng, day)
        at = lead["created_at"] + timedelta(minutes=5)
        values = {"title": f"{self._step}: {lead['name']}", "due_at": due, "remind_at": due}
        links = {"links": [lead["id"]]}
        made = id_at(self._rng, at)
        task = self._filer.file("task", made, values, owner=owner, by=owner, at=at, links=links)
        if due > self._workspace.now:
            self.reminders.append((made, due))
        else:
            task["reminded_at"] = due
        self._filer.keep("task", task)
        return due

    def _became(self, offer: Offer, deal: UUID) -> None:
        at, person = offer.moved[0] - timedelta(hours=2), offer.contacts[0]
        values = {
            "name": person.name,
            "company_name": offer.company.name,
            "source": offer.source,
            "status": "converted",
            "first_response_at": at + timedelta(hours=1),
            "converted_at": offer.moved[0],
        }
        links = {"companies": [offer.company.id], "contacts": [person.id], "deals": [deal]}
        row = self._file(values, at, links)
        row["conversion"] = {"status": "working", "made": [], "told": []}
        self._filer.keep("lead", row)

    def _is_pooled(self, status: str) -> bool:
        self._idle += status in {"new", "recycled"}
        return status in {"new", "recycled"} and self._idle % POOLED == 0

    def _file(
        self,
        values: dict[str, Any],
        at: datetime,
        links: dict[str, list[UUID]],
        *,
        pooled: bool = False,
    ) -> dict[str, Any]:
        had = pick(self._rng, self._workspace.staff.reps)
        made, owner = id_at(self._rng, at), None if pooled else had
        row = self._filer.file("lead", made, values, owner=owner, by=had, at=at, links=links)
        if pooled:
            self._pool.lay(row, had, self._idle // POOLED)
        return row

    def _entry(self, value: str | None) -> list[dict[str, str]]:
        return [{"value": value, "label": self._label}] if value else []
