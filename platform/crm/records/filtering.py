"""The one compiler from filters to SQL, over the fields of a record type."""

from collections.abc import Callable
from typing import Any

from crm.records.fields import Field
from crm.records.identities import normalised
from crm.records.kinds import kind_of
from crm.records.kinds.base import filter_text
from crm.records.kinds.choices import filter_id
from crm.records.narrowing import as_seen
from crm.records.periods import bounds, days
from crm.records.privacy.agreement import PEOPLE, PREFIX, agreed
from crm.records.scope import shares_by, shares_to
from crm.records.types import RecordType
from kernel.filters import BadFilter, Group, Node, Test
from kernel.i18n import _
from kernel.principal import Principal
from kernel.sql import Args

_COMPARISONS = {"eq": "=", "lt": "<", "lte": "<=", "gt": ">", "gte": ">="}
_MAX_VALUES = 500


class Filtering:
    """Compiles filters on `alias`; unknown fields and operators are refused, never guessed."""

    def __init__(self, kind: RecordType, principal: Principal, args: Args, alias: str) -> None:
        self._kind = as_seen(kind, principal)
        self._principal = principal
        self._args = args
        self._alias = alias

    def sql(self, node: Node) -> str:
        """A condition that is true, or false, but never NULL."""
        if isinstance(node, Test):
            return self._test(node)
        parts = [self.sql(part) for part in node.parts]
        return self._joined(node, parts)

    def _joined(self, node: Group, parts: list[str]) -> str:
        if node.word == "not":
            return f"NOT {parts[0]}"
        if not parts:
            return "TRUE" if node.word == "and" else "FALSE"
        return "(" + f" {node.word.upper()} ".join(parts) + ")"

    def _test(self, test: Test) -> str:
        if test.field in self._kind.relations:
            return self._related(test)
        if test.field == "tags":
            return self._tagged(test)
        if test.field == "shared":
            return self._shared(test)
        if test.field.startswith(PREFIX) and self._kind.name in PEOPLE:
            return agreed(self._args, self._principal.tenant_id, self._alias, test)
        field = self._kind.fields.get(test.field)
        if field is None or not field.filterable:
            raise BadFilter(
                _("There is no field %(field)s to filter by."), field=repr(test.field)[:80]
            )
        if field.kind == "identities":
            return self._identified(field, test)
        column = f"{self._alias}.{kind_of(field).column(field)}"
        if field.kind == "multi_choice":
            return self._several_chosen(test, column)
        if test.op == "is_empty":
            empty = f"{column} IS NULL"
            return f"({empty} OR {column} = '')" if kind_of(field).textual else f"({empty})"
        if test.op == "is_not_empty":
            filled = f"{column} IS NOT NULL"
            return f"({filled} AND {column} <> '')" if kind_of(field).textual else f"({filled})"
        return f"coalesce({self._compared(field, test, column)}, FALSE)"

    def _compared(self, field: Field, test: Test, column: str) -> str:
        values = kind_of(field)

        def convert(value: Any) -> Any:
            return values.operand(field, value, self._principal)

        if test.op in {"in", "not_in"}:
            listed = self._args([convert(v) for v in _several(test)])
            found = f"{column} = ANY({listed})"
            return found if test.op == "in" else f"NOT coalesce({found}, FALSE)"
        if test.op == "ne":
            return f"{column} IS DISTINCT FROM {self._args(convert(test.value))}"
        if test.op in {"contains", "starts_with"} and values.textual:
            text = self._args(filter_text(test.value).casefold())
            place = f"strpos(lower({column}), {text})"
            return f"{place} > 0" if test.op == "contains" else f"{place} = 1"
        if test.op == "within" and field.kind in {"moment", "date"}:
            span = bounds if field.kind == "moment" else days
            start, end = span(filter_text(test.value), self._principal.time_zone)
            return f"({column} >= {self._args(start)} AND {column} < {self._args(end)})"
        if test.op == "between" and values.ordered:
            low, high = _pair(test)
            return f"{column} BETWEEN {self._args(convert(low))} AND {self._args(convert(high))}"
        sign = _COMPARISONS.get(test.op)
        if sign is None or (sign != "=" and not values.ordered):
            raise BadFilter(
                _("%(field)s cannot be compared by %(op)s."), field=field.name, op=test.op[:40]
            )
        return f"{column} {sign} {self._args(convert(test.value))}"

    def _several_chosen(self, test: Test, column: str) -> str:
        match test.op:
            case "is_empty":
                return f"({column} = '{{}}')"
            case "is_not_empty":
                return f"({column} <> '{{}}')"
            case "contains" | "eq":
                return f"({self._args(filter_text(test.value))} = ANY({column}))"
            case "in" | "not_in":
                any_of = self._args([filter_text(v) for v in _several(test)])
                found = f"({column} && {any_of}::text[])"
                return found if test.op == "in" else f"NOT {found}"
        raise BadFilter(
            _("%(field)s cannot be compared by %(op)s."), field=test.field, op=test.op[:40]
        )

    def _related(self, test: Test) -> str:
        tenant, alias = self._args(self._principal.tenant_id), self._alias
        exists = (
            f"EXISTS (SELECT 1 FROM link fl WHERE fl.tenant_id = {tenant} "
            f"AND fl.from_id = {alias}.id AND fl.kind = {self._args(test.field)}"
        )
        return self._membership(test, exists, "fl.to_id", filter_id)

    def _tagged(self, test: Test) -> str:
        exists = (
            f"EXISTS (SELECT 1 FROM tagging ft "
            f"WHERE ft.tenant_id = {self._args(self._principal.tenant_id)} "
            f"AND ft.record_id = {self._alias}.id"
        )
        return self._membership(test, exists, "ft.tag_id", filter_id)

    def _shared(self, test: Test) -> str:
        """`with_me` or `by_me`."""
        if test.op != "eq" or test.value not in {"with_me", "by_me"}:
            raise BadFilter(_("shared takes eq with with_me or by_me."))
        shares = shares_to if test.value == "with_me" else shares_by
        found = shares(self._principal, self._args, "vs.record_id")
        return f"{self._alias}.id = ANY(ARRAY({found}))"

    def _identified(self, field: Field, test: Test) -> str:
        exists = (
            f"EXISTS (SELECT 1 FROM identity fi "
            f"WHERE fi.tenant_id = {self._args(self._principal.tenant_id)} "
            f"AND fi.record_id = {self._alias}.id AND fi.kind = {self._args(field.identity)}"
        )
        if test.op in {"contains", "starts_with"}:
            place = f"strpos(fi.value, {self._args(filter_text(test.value).casefold())})"
            return f"{exists} AND {place} {'> 0' if test.op == 'contains' else '= 1'})"
        return self._membership(
            test,
            exists,
            "fi.value",
            lambda v: normalised(field.identity, filter_text(v)) or filter_text(v),
        )

    def _membership(
        self, test: Test, exists: str, column: str, convert: Callable[[Any], Any]
    ) -> str:
        match test.op:
            case "is_empty":
                return f"NOT {exists})"
            case "is_not_empty":
                return f"{exists})"
            case "eq" | "contains":
                return f"{exists} AND {column} = {self._args(convert(test.value))})"
            case "ne":
                return f"NOT {exists} AND {column} = {self._args(convert(test.value))})"
            case "in" | "not_in":
                values = self._args([convert(v) for v in _several(test)])
                found = f"{exists} AND {column} = ANY({values}))"
                return found if test.op == "in" else f"NOT {found}"
        raise BadFilter(
            _("%(field)s cannot be compared by %(op)s."), field=test.field, op=test.op[:40]
        )


def _several(test: Test) -> list[Any]:
    if not isinstance(test.value, list) or len(test.value) > _MAX_VALUES:
        raise BadFilter(_("%(op)s takes a list of at most 500 values."), op=test.op)
    return test.value


def _pair(test: Test) -> tuple[Any, Any]:
    values = _several(test)
    if len(values) != 2:  # noqa: PLR2004 -- a pair
        raise BadFilter(_("%(op)s takes two values."), op=test.op)
    return values[0], values[1]
