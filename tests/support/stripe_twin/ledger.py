"""The twin's books: objects, the clock and what is due by it, and the events that tell of it."""

import heapq
import time
from collections.abc import Callable
from copy import deepcopy
from itertools import count
from typing import Any

from stripe_twin.faults import missing

VERSION = "2026-10-28.endive"
# What an id's beginning says of its object.
KINDS = {
    "acct": "account",
    "bps": "billing_portal.session",
    "ch": "charge",
    "cn": "credit_note",
    "cs": "checkout.session",
    "cus": "customer",
    "di": "discount",
    "dp": "dispute",
    "in": "invoice",
    "ii": "invoiceitem",
    "inpay": "invoice_payment",
    "pm": "payment_method",
    "price": "price",
    "prod": "product",
    "promo": "promotion_code",
    "re": "refund",
    "sub": "subscription",
    "sub_sched": "subscription_schedule",
    "txi": "tax_id",
    "clock": "test_helpers.test_clock",
    "evt": "event",
}
_PREFIXES = {kind: prefix for prefix, kind in KINDS.items()}


class Ledger:
    """Everything that one account has; one clock for all of it, which `advance` moves."""

    def __init__(self, now: int | None = None) -> None:
        self.frozen = now
        self.tables: dict[str, dict[str, dict[str, Any]]] = {}
        self.of_customer: dict[tuple[str, str], list[dict[str, Any]]] = {}
        self.events: list[dict[str, Any]] = []
        self.request: dict[str, Any] = {"id": None, "idempotency_key": None}
        self.url = ""
        self.retry_days = [3, 5, 7]
        self.when_given_up = "past_due"
        # No two twins give the same id: they may be told to one database.
        self._numbers = count(time.time_ns() // 1_000)
        self._turns = count()
        self._due: list[tuple[int, int, Callable[..., None], tuple[Any, ...]]] = []
        self.told: list[Callable[[dict[str, Any]], None]] = []

    @property
    def now(self) -> int:
        """The present second: the world's, until the clock is set."""
        return int(time.time()) if self.frozen is None else self.frozen

    def new(self, kind: str, id: str | None = None, /, **fields: Any) -> dict[str, Any]:
        """A new object with an id of its kind."""
        made = id or f"{_PREFIXES[kind]}_{next(self._numbers):014d}"
        row = {"id": made, "object": kind, "created": self.now, "livemode": False, **fields}
        return self.keep(kind, row)

    def keep(self, kind: str, row: dict[str, Any]) -> dict[str, Any]:
        """Put an object where it is found, by its customer too."""
        self.tables.setdefault(kind, {})[row["id"]] = row
        if row.get("customer"):
            self.of_customer.setdefault((kind, row["customer"]), []).append(row)
        return row

    def number(self) -> int:
        """A number that nothing else has."""
        return next(self._numbers)

    def get(self, kind: str, id: str) -> dict[str, Any]:
        """The object; a `Fault` if there is none."""
        row = self.tables.get(kind, {}).get(id)
        if row is None:
            raise missing(kind, id)
        return row

    def all(self, kind: str) -> list[dict[str, Any]]:
        """The newest last."""
        return list(self.tables.get(kind, {}).values())

    def emit(self, type: str, row: dict[str, Any], before: dict[str, Any] | None = None) -> None:
        """Tell of a change, with the object as it is at this moment."""
        data: dict[str, Any] = {"object": shown(row)}
        if before is not None:
            changed = {key for key in before if before[key] != row.get(key)}
            data["previous_attributes"] = {key: before[key] for key in sorted(changed)}
        event = self.new(
            "event",
            api_version=VERSION,
            type=type,
            data=data,
            pending_webhooks=1,
            request=dict(self.request),
        )
        self.events.append(event)
        for tell in self.told:
            tell(event)

    def at(self, moment: int, deed: Callable[..., None], *args: Any) -> None:
        """Do it when the clock comes there; the deed looks whether it still applies."""
        heapq.heappush(self._due, (moment, next(self._turns), deed, args))

    def advance(self, to: int | None = None, *, days: float = 0) -> None:
        """Set the clock, and do on the way what falls due, in its order."""
        goal = to if to is not None else self.now + int(days * 86400)
        self.frozen = self.now
        while self._due and self._due[0][0] <= goal:
            moment, _turn, deed, args = heapq.heappop(self._due)
            self.frozen = max(self.frozen, moment)
            deed(self, *args)
        self.frozen = max(self.frozen, goal)


def shown(row: Any) -> Any:
    """An object as others see it: without what is the twin's own."""
    if isinstance(row, dict):
        return {key: shown(value) for key, value in row.items() if not key.startswith("_")}
    if isinstance(row, list):
        return [shown(value) for value in row]
    return row


def copy(row: dict[str, Any]) -> dict[str, Any]:
    """An object as it was."""
    return deepcopy(row)


def listed(rows: list[Any], url: str, *, more: bool = False) -> dict[str, Any]:
    """Rows as Stripe lists them."""
    return {"object": "list", "data": rows, "has_more": more, "url": url}
