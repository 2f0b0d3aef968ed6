"""The test clock: the published way to let months pass; and the account that one speaks for."""

from typing import Any

from stripe_twin.forms import number
from stripe_twin.ledger import Ledger, listed
from stripe_twin.router import on, page


@on("POST", "/v1/test_helpers/test_clocks")
def create_clock(ledger: Ledger, params: dict[str, Any]) -> dict[str, Any]:
    ledger.advance(number(params["frozen_time"]))
    return ledger.new("test_helpers.test_clock", frozen_time=ledger.now, status="ready")


@on("GET", "/v1/test_helpers/test_clocks/*")
def retrieve_clock(ledger: Ledger, _params: dict[str, Any], id: str) -> dict[str, Any]:
    return ledger.get("test_helpers.test_clock", id)


@on("POST", "/v1/test_helpers/test_clocks/*/advance")
def advance_clock(ledger: Ledger, params: dict[str, Any], id: str) -> dict[str, Any]:
    row = ledger.get("test_helpers.test_clock", id)
    ledger.advance(number(params["frozen_time"]))
    row["frozen_time"] = ledger.now
    return row


@on("GET", "/v1/account")
def retrieve_account(_ledger: Ledger, _params: dict[str, Any]) -> dict[str, Any]:
    return {"id": "acct_twin", "object": "account", "charges_enabled": True, "country": "DE"}


@on("GET", "/v1/events")
def list_events(ledger: Ledger, params: dict[str, Any]) -> dict[str, Any]:
    since = number(params.get("created", {}).get("gte"), 0) or 0
    answer = page(ledger, "event", params, "/v1/events")
    found = [row for row in answer["data"] if row["created"] >= since]
    return {**answer, "data": found, "has_more": answer["has_more"] and found == answer["data"]}


@on("GET", "/v1/events/*")
def retrieve_event(ledger: Ledger, _params: dict[str, Any], id: str) -> dict[str, Any]:
    return ledger.get("event", id)


@on("GET", "/v1/webhook_endpoints")
def list_endpoints(_ledger: Ledger, _params: dict[str, Any]) -> dict[str, Any]:
    return listed([], "/v1/webhook_endpoints")
