"""Conditions on leads in rules: read, put into words, and asked of the database."""

from typing import Any

import msgspec

from crm.records.filtering import Filtering
from crm.records.pages import lines
from crm.records.pages.forms import Sent
from crm.records.scope import visible
from crm.sales.lead.model import LEAD
from kernel.filters import BadFilter, parse
from kernel.i18n import _
from kernel.principal import Principal
from kernel.sql import Args


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
        return lines.in_words(principal, LEAD, parse(text), _("every lead"))
    except BadFilter:
        return _("This condition cannot be read any more.")


def condition_of(principal: Principal, data: Sent) -> dict[str, Any]:
    """What was chosen in the form's lines: all of them must hold."""
    return lines.condition_of(principal, LEAD, data)


def offered(principal: Principal) -> dict[str, Any]:
    """Fields and comparisons to choose from."""
    return lines.offered(principal, LEAD)


def reached(principal: Principal, args: Args, text: str) -> str:
    """FROM and WHERE of the leads that the principal sees and that match."""
    return (
        f"FROM lead a WHERE a.tenant_id = $1 AND a.deleted_at IS NULL "
        f"AND {visible(principal, args, 'a', of=LEAD)} "
        f"AND {condition_sql(principal, args, 'a', text)}"
    )
