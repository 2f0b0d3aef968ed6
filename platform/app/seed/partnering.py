"""Partners of a made-up firm, the deals that came through them, and what they registered."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from app.seed.filing import Filer
from app.seed.firms import firm
from app.seed.ids import id_at
from app.seed.offers import Offer
from app.seed.outsiders import Outsider
from app.seed.picks import pick
from app.seed.shelf import Shelf
from app.seed.world import Workspace
from kernel.money import Money

DAY: Final = timedelta(days=1)
PARTNERS, DEALS = 2, 5
_STATES: Final = ("submitted", "approved", "expired", "rejected", "submitted", "submitted")
_REASON: Final = {"en": "We serve this customer ourselves", "zh": "该客户由我方直接跟进"}
_PARTS: Final = ("distributor", "reseller")


class Partnering:
    """Makes partners of two customers; `deals` are those that exist, with what is on offer."""

    def __init__(
        self, workspace: Workspace, shelf: Shelf, filer: Filer, outsider: Outsider
    ) -> None:
        self._workspace = workspace
        self._shelf = shelf
        self._rows = shelf.rows
        self._outsider = outsider
        self._filer = filer
        self._rng = workspace.random("partners")

    def run(self, companies: list[dict[str, Any]], deals: Iterable[tuple[Offer, UUID]]) -> None:
        """The last of the customers that are owned; every third deal of others came by them."""
        owned = [row for row in companies if row["owner_id"]]
        if len(owned) < PARTNERS * 4:
            return
        partners = owned[-PARTNERS:]
        for row, part in zip(partners, _PARTS, strict=True):
            row["role"] = part
        ids = [row["id"] for row in partners]
        self._outsider.let_in(self._workspace, self._shelf, ids[1])
        others = [one for one in deals if one[0].company.id not in ids][::3][:DEALS]
        for place, (_offer, deal) in enumerate(others):
            self._rows["link"].append(
                (self._workspace.id, deal, "partners", ids[place % PARTNERS], 1)
            )
        names = {company.name for company in self._workspace.companies()}
        for place, state in enumerate(_STATES):
            became = others[place] if state == "approved" and len(others) > place else None
            self._register(place, state, ids[place % PARTNERS], names, became)

    def _register(
        self,
        place: int,
        state: str,
        partner: UUID,
        names: set[str],
        became: tuple[Offer, UUID] | None,
    ) -> None:
        rng, now, tongue = self._rng, self._workspace.now, self._workspace.tongue
        city, industry = pick(rng, tongue.cities), pick(rng, self._workspace.trade.buyers)
        links = {"partners": [partner]}
        if became is None:
            name = firm(rng, tongue.code, industry, city, names).name
        else:
            name = became[0].company.name
            links |= {"companies": [became[0].company.id], "deals": [became[1]]}
        at = now - (2 + 3 * place) * DAY if state != "expired" else now - 120 * DAY
        rep, boss = pick(rng, self._workspace.staff.reps), self._workspace.members[0]
        worth = Money(amount_minor=(20 + 15 * place) * 100_000, currency=self._workspace.currency)
        values: dict[str, Any] = {
            "name": name,
            "state": state,
            "amount": {"amount_minor": worth.amount_minor, "currency": worth.currency},
        }
        if state != "submitted":
            values |= {"decided_by": boss.id, "decided_at": at + DAY}
        if state in {"approved", "expired"}:
            values["protected_until"] = at + 91 * DAY
        if state == "rejected":
            values["reason"] = _REASON[self._workspace.language]
        row = self._filer.file(
            "registration",
            id_at(rng, at),
            values,
            owner=rep,
            by=rep,
            at=at,
            links=links,
        )
        row["amount_base"] = worth.amount_minor
        self._filer.keep("registration", row)
