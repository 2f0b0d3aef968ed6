"""The form that adds a condition to a list: what can be compared, how, and with what."""

from typing import Any

from crm.records.comparing import MY_TEAM
from crm.records.fields import PREFIX, Field
from crm.records.kinds import kind_of
from crm.records.kinds.base import EMPTY_OPS
from crm.records.narrowing import as_seen
from crm.records.pages.presenting import presentation_of
from crm.records.pages.query import OPS, PERIODS, ListQuery
from crm.records.people import people
from crm.records.questions import offered
from crm.records.stepping import asked_at, heads, steps
from crm.records.types import RecordType
from kernel.errors import Invalid
from kernel.http import Ctx
from kernel.i18n import _
from kernel.principal import Principal
from web import shell

_TAG_OPS = ("eq", "ne", "in", *EMPTY_OPS)
_LISTED = frozenset({"in", "not_in"})


def field_at(kind: RecordType, principal: Principal, name: str) -> Field | None:
    """The field that a name means, here or one step away; None for tags."""
    head, _dot, rest = name.partition(".")
    seen = as_seen(kind, principal)
    if name in seen.fields or not rest or name.startswith(PREFIX):
        return seen.fields.get(name)
    found = (as_seen(step.kind, principal).fields.get(rest) for step in steps(seen, head))
    return next((field for field in found if field is not None), None)


def filter_fields(kind: RecordType, principal: Principal) -> list[tuple[str, str]]:
    """What can be filtered by, with its label: own fields, tags, and what lies one step away."""
    found = [(f.name, str(f.label)) for f in kind.fields.values() if f.filterable]
    found.append(("tags", _("Tags")))
    found += [(name, str(one.label)) for name, one in offered(kind.name, principal)]
    for head, other in heads(kind):
        if principal.may(f"{other.name}:see"):
            label = kind.labels.get(head) or str(other.label_plural)
            fields = as_seen(other, principal).fields.values()
            found += [(f"{head}.{f.name}", f"{label}: {f.label}") for f in fields if f.filterable]
            asked = offered(other.name, principal)
            found += [(f"{head}.{name}", f"{label}: {one.label}") for name, one in asked]
    return found


async def condition_context(
    ctx: Ctx, kind: RecordType, name: str, op: str, query: ListQuery
) -> dict[str, Any]:
    """What the form needs for the chosen field and comparison."""
    field, ops = field_at(kind, ctx.principal, name), ops_for(ctx.principal, kind, name)
    chosen = op if op in ops else ops[0]
    shown = presentation_of(kind)
    return {
        "kind": kind,
        "base": shell.current().at(f"{kind.plural}{shown.list_at}"),
        "query": query,
        "field": name,
        "fields": filter_fields(kind, ctx.principal),
        "op": chosen,
        "ops": [(each, str(OPS[each])) for each in ops],
        "empty": chosen in EMPTY_OPS,
        "listed": chosen in _LISTED,
        "options": await options_for(ctx, kind, name, chosen),
        "value_type": input_type(field, chosen),
    }


def ops_for(principal: Principal, kind: RecordType, name: str) -> tuple[str, ...]:
    """The comparisons that fit a field; raises `Invalid` for one that cannot be compared."""
    field, asked = field_at(kind, principal, name), asked_at(kind, name)
    if asked is not None and asked.ops:
        return asked.ops
    if name != "tags" and (field is None or not field.filterable):
        raise Invalid(fields={"field": _("There is no such field.")})
    return _TAG_OPS if field is None else kind_of(field).ops


async def options_for(ctx: Ctx, kind: RecordType, name: str, op: str) -> list[tuple[str, str]]:
    """What to choose from as the value, where there is something to choose."""
    asked = asked_at(kind, name)
    if asked is not None and asked.ops:
        return asked.options(ctx.principal)
    return await _options(ctx, field_at(kind, ctx.principal, name), op)


def impersonal(options: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Without "me" and "my team", for a rule is nobody's."""
    return [one for one in options if one[0] not in {"me", MY_TEAM}]


def read_value(principal: Principal, kind: RecordType, name: str, op: str, texts: list[str]) -> Any:
    """A condition's value as the filter wants it."""
    if op in EMPTY_OPS:
        return None
    field = field_at(kind, principal, name)
    said = [text.strip() for text in texts if text.strip()] or [""]
    if op in _LISTED and len(said) == 1:
        said = [part.strip() for part in said[0].replace("，", ",").split(",") if part.strip()]
    try:
        values = [text if field is None else _asked(principal, field, op, text) for text in said]
    except ValueError as error:
        raise Invalid(fields={"value": _("A number is expected.")}) from error
    return values if op in _LISTED or op == "between" else values[0]


def _asked(principal: Principal, field: Field, op: str, text: str) -> Any:
    if op == "within" or text == MY_TEAM:
        return text
    return kind_of(field).asked(field, text, principal)


async def _options(ctx: Ctx, field: Field | None, op: str) -> list[tuple[str, str]]:
    if field is None:
        rows = await ctx.uow.fetch(
            "SELECT t.name FROM tag t WHERE t.tenant_id = $1 "
            "ORDER BY t.tenant_id, t.name LIMIT 500",
            ctx.principal.tenant_id,
        )
        return [(row["name"], row["name"]) for row in rows]
    if field.kind in {"choice", "multi_choice"} and not (field.open and op == "contains"):
        return [(choice.value, str(choice.label)) for choice in field.choices]
    if field.kind == "yes_no":
        return [("1", _("Yes")), ("0", _("No"))]
    if field.kind == "member":
        own = [("me", _("me")), (MY_TEAM, _("my team"))]
        return [*own, *(await people(ctx.uow)).options]
    if op == "within":
        return [(value, str(label)) for value, label in PERIODS.items()]
    return []


def input_type(field: Field | None, op: str) -> str:
    """The kind of control for a value that is typed."""
    if field is None or op in _LISTED or field.places:
        return "text"
    types = {"number": "number", "date": "date", "moment": "datetime-local"}
    return types.get(field.kind, "text")
