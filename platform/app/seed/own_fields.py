"""Fields that a made-up firm added to ours, with what stands in them."""

from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from app.seed.filing import as_json
from app.seed.shelf import Shelf
from app.seed.world import Workspace
from crm.records.shape.shape import own_list
from kernel.ids import derived_id

_TERMS: Final = (
    ("days_14", "14 days net", "14 天付款", "green"),
    ("days_30", "30 days net", "30 天付款", "blue"),
    ("prepaid", "Payment in advance", "款到发货", "amber"),
    ("half", "Half in advance", "预付 50%", "violet"),
)
_FIELDS: Final = (
    ("company", "payment_terms", "choice", "Payment terms", "付款条件", False, True),
    ("company", "units_in_use", "number", "Units in use", "在用台数", False, False),
    ("company", "contract_until", "date", "Service contract until", "维保到期日", False, False),
    ("contact", "birthday", "date", "Birthday", "生日", False, False),
)
_SIDES: Final = (
    "text_value",
    "number_value",
    "moment_value",
    "day_value",
    "member_id",
    "linked_id",
)


class OwnFields:
    """Files four fields and their values; what a record has follows from its id."""

    def __init__(self, workspace: Workspace, shelf: Shelf) -> None:
        self._tenant = workspace.id
        self._rows = shelf.rows
        self._now = workspace.now
        self._today = workspace.now.date()
        self._ids = {key: derived_id(self._tenant, f"field {key}") for _type, key, *_ in _FIELDS}

    def define(self) -> None:
        """The fields, and the choices of the one that has choices."""
        for place, (type_, key, kind, english, chinese, in_list, in_form) in enumerate(_FIELDS, 1):
            labels = as_json({"en": english, "zh_CN": chinese})
            made = (self._tenant, self._ids[key], type_, key, kind, labels, in_list, in_form)
            self._rows["custom_field"].append((*made, place, self._now - timedelta(days=200)))
        terms = own_list(self._ids["payment_terms"])
        for place, (value, english, chinese, color) in enumerate(_TERMS):
            labels = as_json({"en": english, "zh_CN": chinese})
            made_id = derived_id(self._tenant, f"option {value}")
            self._rows["option"].append((self._tenant, made_id, terms, value, labels, color, place))

    def of_company(self, row: dict[str, Any]) -> None:
        """Terms for most; units and a contract for those who buy."""
        chance = row["id"].int // 13
        if chance % 5:
            self._put(row["id"], "payment_terms", "text_value", _TERMS[chance % len(_TERMS)][0])
        if row["status"] == "customer":
            self._put(row["id"], "units_in_use", "number_value", 2 + chance % 60)
            ends = self._today + timedelta(days=chance % 400 - 30)
            self._put(row["id"], "contract_until", "day_value", ends)

    def of_contact(self, row: dict[str, Any]) -> None:
        """Every other one's birthday is known."""
        chance = row["id"].int // 13
        if chance % 2:
            born = date(1962 + chance % 36, 1, 1) + timedelta(days=chance // 36 % 365)
            self._put(row["id"], "birthday", "day_value", born)

    def _put(self, record_id: UUID, key: str, side: str, value: Any) -> None:
        sides = (value if name == side else None for name in _SIDES)
        row = (self._tenant, record_id, self._ids[key], 0, as_json(value), *sides)
        self._rows["custom_value"].append(row)
