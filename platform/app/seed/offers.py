"""Made-up deals: some move, some rest, some were won and some lost over the last year."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from app.seed.picks import pick, weighted
from app.seed.rows import Company, Contact
from app.seed.world import Workspace

WON, LOST = 4, 5
MOST = 400
_ENDS = (("open", 0.4), ("won", 0.34), ("lost", 0.26))
_STAGES = ((0, 0.3), (1, 0.26), (2, 0.26), (3, 0.18))
_FORECASTS = {0: "pipeline", 1: "pipeline", 2: "best_case", 3: "commit"}
_SOURCES = ("referral", "website", "fair", "call", "existing", "existing", "partner")
_REASONS = ("price", "price", "competitor", "budget", "timing", "no_answer")
YEAR = timedelta(days=340)


@dataclass(slots=True)
class Offer:
    """A deal: the stages that it passed, and when it came into each."""

    name: str
    called: str
    product: int
    quantity: int
    amount: int
    company: Company
    contacts: tuple[Contact, ...]
    status: str
    path: list[int]
    moved: list[datetime]
    closed_at: datetime | None
    expected_close: date
    forecast: str
    source: str
    lost_reason: str | None
    rival: int | None


def offers(workspace: Workspace) -> Iterator[Offer]:
    """About two per customer, the oldest customers first."""
    rng = workspace.random("deals")
    people: dict[str, list[Contact]] = {}
    for contact in workspace.contacts():
        people.setdefault(contact.companies[0].domain, []).append(contact)
    companies = workspace.companies()
    lately = _lately(workspace, companies)
    for place in range(min(len(companies) * 2, MOST)):
        company = companies[place % len(companies)]
        known = people.get(company.domain, [])
        yield _offer(rng, workspace, company, known, lately=place in lately)


def _lately(workspace: Workspace, companies: list[Company]) -> set[int]:
    """The places of those won this month: of whoever looks through, and of their colleagues."""
    mine = [n for n, one in enumerate(companies) if one.owner is workspace.staff.watched]
    return {*mine[:1], *range(3, min(len(companies), MOST), 11)}


def _offer(
    rng: Random, workspace: Workspace, company: Company, people: list[Contact], *, lately: bool
) -> Offer:
    place = int(rng.random() * len(workspace.trade.products))
    product = workspace.trade.products[place]
    quantity = pick(rng, product.quantities)
    price = product.low + int(rng.random() * (product.high - product.low))
    status = "won" if lately else weighted(rng, _ENDS)
    reached = weighted(rng, _STAGES)
    path = [*range(reached + 1)] + {"won": [WON], "lost": [LOST], "open": []}[status]
    moved = _moved(rng, workspace.now, status, len(path), lately=lately)
    closed = moved[-1] if status != "open" else None
    due = (closed or workspace.now) + timedelta(days=int(rng.random() * 75) - 12)
    gap = "" if workspace.language == "zh" else " "
    many = product.one if quantity == 1 and gap else product.many
    return Offer(
        name=f"{quantity}{gap}{many}",
        called=product.one,
        product=place,
        quantity=quantity,
        amount=max(quantity * price // 10 * 10, 10),
        company=company,
        contacts=tuple(people[:2]) if rng.random() < 0.4 else tuple(people[:1]),
        status=status,
        path=path,
        moved=moved,
        closed_at=closed,
        expected_close=(closed or due).date(),
        forecast={"won": "closed", "lost": "omit"}.get(status) or _FORECASTS[reached],
        source=pick(rng, _SOURCES),
        lost_reason=pick(rng, _REASONS) if status == "lost" else None,
        rival=int(rng.random() * len(workspace.trade.rivals)) if rng.random() < 0.45 else None,
    )


def _moved(rng: Random, now: datetime, status: str, steps: int, *, lately: bool) -> list[datetime]:
    """When it came into each of its stages; open ones have been where they are for days."""
    if status == "open":
        last = now - timedelta(days=rng.random() * rng.random() * 30, minutes=5)
    else:
        back = timedelta(days=now.day - 1) if lately else YEAR
        last = now - back * rng.random() - timedelta(hours=3)
    moved = [last]
    for _step in range(steps - 1):
        moved.insert(0, moved[0] - timedelta(days=2 + rng.random() * 16))
    return moved
