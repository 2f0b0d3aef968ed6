"""Conditions on leads in rules: read, put into words, and asked of the database."""

from typing import Any

import msgspec

from crm.records.fields import Field
from crm.records.filtering import Filtering
from crm.records.narrowing import as_kept
from crm.records.pages.building import filter_fields, read_value
from crm.records.pages.forms import Sent
from crm.records.pages.query import OPS, ListQuery, chips
from crm.records.scope import visible
from crm.sales.lead.model import LEAD
from kernel.errors import Invalid
from kernel.filters import BadFilter, parse
from kernel.i18n import _
from kernel.principal import Principal
from kernel.sql import Args

LINES = 3
ASKED = ("contains", "eq", "ne", "gt", "lt", "is_empty", "is_not_empty")


def condition_text(principal: Principal, tree: dict[str, Any]) -> str:
    """A filter as a rule keeps it; raises `BadFilter` for one that says nothing of leads."""
    text = msgspec.json.encode(tree).decode() if tree else ""
    Filtering(LEAD, principal, Args(), "a").sql(parse(text))
    return text


def condition_tree(text: str) -> dict[str, Any]:
    """The filter as the outside sees it; nothing where it cannot be read any more."""
    try:
        parse(text)
        return dict(msgspec.json.decode(text)) if text else {}
    except BadFilter:
        return {}


def condition_sql(principal: Principal, args: Args, alias: str, text: str) -> str:
    """True of the leads that match; of none, where the filter names what is no longer there."""
    try:
        return Filtering(LEAD, principal, args, alias).sql(parse(text))
    except BadFilter:
        return "FALSE"


def in_words(principal: Principal, text: str) -> str:
    """The condition for people."""
    try:
        found = chips(as_kept(LEAD, principal), ListQuery(filter=text), "", {})
    except BadFilter:
        return _("This condition cannot be read any more.")
    return ", ".join(chip["label"] for chip in found) or _("every lead")


def condition_of(principal: Principal, data: Sent) -> dict[str, Any]:
    """What was chosen in the form's lines: all of them must hold."""
    kind = as_kept(LEAD, principal)
    lines = zip(data.all("field"), data.all("op"), data.all("value"), strict=False)
    tests = []
    for field, op, typed in list(lines)[:LINES]:
        if not field:
            continue
        if op not in ASKED:
            raise Invalid(_("Choose a field and how it is compared."))
        value = read_value(principal, kind, field, op, [_code(kind.fields.get(field), typed)])
        bare = {"field": field, "op": op}
        tests.append(bare if value is None else {**bare, "value": value})
    return {"and": tests} if tests else {}


def offered(principal: Principal) -> dict[str, Any]:
    """Fields and comparisons to choose from."""
    return {
        "lines": range(LINES),
        "fields": filter_fields(as_kept(LEAD, principal), principal),
        "ops": [(op, str(OPS[op])) for op in ASKED],
    }


def reached(principal: Principal, args: Args, text: str) -> str:
    """FROM and WHERE of the leads that the principal sees and that match."""
    return (
        f"FROM lead a WHERE a.tenant_id = $1 AND a.deleted_at IS NULL "
        f"AND {visible(principal, args, 'a', of=LEAD)} "
        f"AND {condition_sql(principal, args, 'a', text)}"
    )


def _code(field: Field | None, typed: str) -> str:
    """A choice is also named by its label."""
    said = typed.strip().casefold()
    for choice in field.choices if field else ():
        if said == str(choice.label).casefold():
            return choice.value
    return typed
