"""What is sold: products, prices by currency and interval, coupons and their codes."""

from typing import Any

from stripe_twin.amounts import step
from stripe_twin.faults import Fault
from stripe_twin.forms import number, truth
from stripe_twin.ledger import Ledger, copy
from stripe_twin.router import on, page


@on("POST", "/v1/products")
def create_product(ledger: Ledger, params: dict[str, Any]) -> dict[str, Any]:
    id = params.get("id")
    if id and id in ledger.tables.get("product", {}):
        raise Fault("Product already exists.", code="resource_already_exists", param="id")
    return ledger.new(
        "product",
        id,
        name=params["name"],
        active=truth(params.get("active", True)),
        description=params.get("description"),
        metadata=params.get("metadata", {}),
        default_price=None,
        tax_code=params.get("tax_code"),
        type="service",
        updated=ledger.now,
    )


@on("GET", "/v1/products/*")
def retrieve_product(ledger: Ledger, _params: dict[str, Any], id: str) -> dict[str, Any]:
    return ledger.get("product", id)


@on("POST", "/v1/products/*")
def update_product(ledger: Ledger, params: dict[str, Any], id: str) -> dict[str, Any]:
    row = ledger.get("product", id)
    row.update({key: params[key] for key in ("name", "description") if key in params})
    return row


@on("POST", "/v1/prices")
def create_price(ledger: Ledger, params: dict[str, Any]) -> dict[str, Any]:
    currency, amount = params["currency"].lower(), number(params.get("unit_amount"))
    product = ledger.get("product", params["product"])
    if amount is None or amount % step(currency):
        raise Fault("Invalid unit_amount for this currency.", param="unit_amount")
    key = params.get("lookup_key")
    taken = [row for row in ledger.all("price") if key and row["lookup_key"] == key]
    if taken and not truth(params.get("transfer_lookup_key")):
        raise Fault(f"A price already uses the lookup key `{key}`.", param="lookup_key")
    for row in taken:
        row["lookup_key"] = None
    recurring = params.get("recurring")
    return ledger.new(
        "price",
        active=True,
        billing_scheme="per_unit",
        currency=currency,
        custom_unit_amount=None,
        lookup_key=key,
        metadata=params.get("metadata", {}),
        nickname=params.get("nickname"),
        product=product["id"],
        recurring=recurring
        and {
            "interval": recurring["interval"],
            "interval_count": number(recurring.get("interval_count"), 1),
            "meter": None,
            "trial_period_days": None,
            "usage_type": "licensed",
        },
        tax_behavior=params.get("tax_behavior", "unspecified"),
        tiers_mode=None,
        transform_quantity=None,
        type="recurring" if recurring else "one_time",
        unit_amount=amount,
        unit_amount_decimal=str(amount),
    )


@on("GET", "/v1/prices")
def list_prices(ledger: Ledger, params: dict[str, Any]) -> dict[str, Any]:
    wanted = params.get("lookup_keys")
    answer = page(ledger, "price", {**params, "limit": 100}, "/v1/prices")
    if wanted is not None:
        answer["data"] = [row for row in ledger.all("price") if row["lookup_key"] in wanted]
        answer["has_more"] = False
    return answer


@on("GET", "/v1/prices/*")
def retrieve_price(ledger: Ledger, _params: dict[str, Any], id: str) -> dict[str, Any]:
    return ledger.get("price", id)


@on("POST", "/v1/prices/*")
def update_price(ledger: Ledger, params: dict[str, Any], id: str) -> dict[str, Any]:
    row = ledger.get("price", id)
    before = copy(row)
    if "active" in params:
        row["active"] = truth(params["active"])
    if "tax_behavior" in params:
        if row["tax_behavior"] not in {"unspecified", params["tax_behavior"]}:
            raise Fault("The tax behavior of a price is set once.", param="tax_behavior")
        row["tax_behavior"] = params["tax_behavior"]
    ledger.emit("price.updated", row, before)
    return row


@on("POST", "/v1/coupons")
def create_coupon(ledger: Ledger, params: dict[str, Any]) -> dict[str, Any]:
    percent = params.get("percent_off")
    return ledger.new(
        "coupon",
        params.get("id") or f"coupon{ledger.number()}",
        name=params.get("name"),
        percent_off=float(percent) if percent else None,
        amount_off=number(params.get("amount_off")),
        currency=params.get("currency"),
        duration=params.get("duration", "once"),
        duration_in_months=number(params.get("duration_in_months")),
        metadata=params.get("metadata", {}),
        times_redeemed=0,
        valid=True,
    )


@on("GET", "/v1/coupons/*")
def retrieve_coupon(ledger: Ledger, _params: dict[str, Any], id: str) -> dict[str, Any]:
    return ledger.get("coupon", id)


@on("POST", "/v1/promotion_codes")
def create_promotion_code(ledger: Ledger, params: dict[str, Any]) -> dict[str, Any]:
    told = params.get("promotion", {})
    coupon = ledger.get("coupon", told.get("coupon") or params.get("coupon", ""))
    return ledger.new(
        "promotion_code",
        active=True,
        code=params.get("code", f"CODE{ledger.number()}"),
        promotion={"type": "coupon", "coupon": coupon["id"]},
        times_redeemed=0,
    )


@on("GET", "/v1/promotion_codes")
def list_promotion_codes(ledger: Ledger, params: dict[str, Any]) -> dict[str, Any]:
    where = {"code": params["code"]} if "code" in params else {}
    return page(ledger, "promotion_code", params, "/v1/promotion_codes", **where)
