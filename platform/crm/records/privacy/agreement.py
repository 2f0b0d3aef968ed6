"""Filtering people by what they agreed to: `consent.email` is given, withdrawn, or neither."""

from typing import Final

from crm.records.privacy.words import PURPOSES
from crm.records.questions import ask
from kernel.filters import BadFilter, Test
from kernel.i18n import _
from kernel.principal import Principal
from kernel.sql import Args

# Types whose records are people.
PEOPLE: Final = ("contact", "lead")
PREFIX: Final = "consent."
# What was said last, as one of these.
_ANSWERS: Final = {"given": "IS TRUE", "withdrawn": "IS FALSE"}


def agreed(test: Test, principal: Principal, args: Args, alias: str) -> str:
    """The condition; never NULL."""
    answer = _ANSWERS.get(str(test.value))
    if test.op not in {"eq", "is_empty", "is_not_empty"} or (test.op == "eq" and answer is None):
        raise BadFilter(_("Ask whether a consent is given or withdrawn."))
    purpose = args(test.field.removeprefix(PREFIX))
    last = (
        f"(SELECT gc.given FROM consent gc WHERE gc.tenant_id = {args(principal.tenant_id)} "
        f"AND gc.record_id = {alias}.id AND gc.purpose = {purpose} "
        "ORDER BY gc.tenant_id DESC, gc.record_id DESC, gc.said_at DESC, gc.id DESC LIMIT 1)"
    )
    empty = {"is_empty": "IS NULL", "is_not_empty": "IS NOT NULL"}
    return f"({last} {empty.get(test.op) or answer})"


for person in PEOPLE:
    for purpose, label in PURPOSES.items():
        ask(person, f"{PREFIX}{purpose}", label, agreed)
