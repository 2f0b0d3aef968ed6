"""Which deed answers which method and path, and what all answers share: pages and expansion."""

import re
from collections.abc import Callable
from typing import Any

from stripe_twin.faults import Fault, missing
from stripe_twin.forms import number
from stripe_twin.ledger import KINDS, Ledger, copy, listed, shown

Deed = Callable[..., dict[str, Any]]
ROUTES: list[tuple[str, re.Pattern[str], Deed]] = []


def on(method: str, path: str) -> Callable[[Deed], Deed]:
    """Answer `(ledger, params, *ids)` at a path in which `*` is an id."""
    pattern = re.compile(re.escape(path).replace(r"\*", "([^/]+)"))

    def register(deed: Deed) -> Deed:
        ROUTES.append((method, pattern, deed))
        return deed

    return register


def answer(ledger: Ledger, method: str, path: str, params: dict[str, Any]) -> dict[str, Any]:
    """Do what is asked; raises `Fault`."""
    expansions = params.pop("expand", [])
    for known, pattern, deed in ROUTES:
        if known == method and (match := pattern.fullmatch(path)):
            told = shown(copy(deed(ledger, params, *match.groups())))
            for expansion in expansions:
                _expand(ledger, told, expansion.split("."))
            return told
    raise Fault(f"Unrecognized request URL ({method}: {path}).", status=404)


def page(
    ledger: Ledger, kind: str, params: dict[str, Any], url: str, **where: Any
) -> dict[str, Any]:
    """One page of objects, the newest first; `where` names what they must be equal in."""
    limit = number(params.get("limit"), 10) or 10
    if not 1 <= limit <= 100:
        raise Fault("Invalid integer: limit must be between 1 and 100", param="limit")
    rows = reversed(ledger.tables.get(kind, {}).values())
    if "customer" in where:
        rows = reversed(ledger.of_customer.get((kind, where["customer"]), []))
    start, found = params.get("starting_after"), []
    if start is not None and start not in ledger.tables.get(kind, {}):
        raise missing(kind, start)
    for row in rows:
        if start is not None:
            start = None if row["id"] == start else start
            continue
        if all(row.get(key) == value for key, value in where.items()):
            found.append(row)
        if len(found) > limit:
            break
    return listed(found[:limit], url, more=len(found) > limit)


def _expand(ledger: Ledger, told: Any, steps: list[str]) -> None:
    if isinstance(told, list):
        for one in told:
            _expand(ledger, one, steps)
        return
    if not isinstance(told, dict) or told.get(steps[0]) is None:
        return
    value = told[steps[0]]
    if isinstance(value, list) and value and isinstance(value[0], str):
        kind = KINDS[value[0].rpartition("_")[0]]
        value = told[steps[0]] = [shown(copy(ledger.get(kind, one))) for one in value]
    if isinstance(value, str):
        kind = "coupon" if steps[0] == "coupon" else KINDS.get(value.rpartition("_")[0])
        value = told[steps[0]] = shown(copy(ledger.get(kind, value))) if kind else value
    if steps[1:]:
        _expand(ledger, value, steps[1:])
