"""The one compiler from filters to SQL, over the fields of a record type.

Lists, views, segments, rules and reports ask it alike: `Filtering(kind, principal, args, alias)
.sql(node)` is a condition on `alias`. A field is named by itself, by `custom.key`, or one step
away: `companies.city`, and backwards `contacts.job_title`; only what the principal sees counts.
"""

from collections.abc import Callable
from typing import Any

from crm.records.comparing import Comparing, demand_op, several
from crm.records.fields import PREFIX, Field
from crm.records.identities import normalised
from crm.records.kinds import kind_of
from crm.records.kinds.base import filter_text
from crm.records.kinds.choices import filter_id
from crm.records.narrowing import as_seen
from crm.records.questions import question
from crm.records.scope import visible
from crm.records.sharing import shared_by, shared_with
from crm.records.stepping import Step, steps
from crm.records.types import RecordType
from kernel.filters import BadFilter, Group, Node, Test
from kernel.i18n import _
from kernel.principal import Principal
from kernel.sql import Args

_NEGATIVE = {"ne": "eq", "not_in": "in", "is_empty": "is_not_empty"}


class Filtering:
    """Compiles filters on `alias`; unknown fields and operators are refused, never guessed."""

    def __init__(self, kind: RecordType, principal: Principal, args: Args, alias: str) -> None:
        self._kind = as_seen(kind, principal)
        self._principal = principal
        self._args = args
        self._alias = alias
        self._comparing = Comparing(principal, args)

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
        if asked := question(self._kind.name, test.field):
            return asked.sql(test, self._principal, self._args, self._alias)
        field = self._kind.fields.get(test.field)
        if field is None and "." in test.field and not test.field.startswith(PREFIX):
            return self._stepped(test)
        if field is None or not field.filterable:
            raise BadFilter(
                _("There is no field %(field)s to filter by."), field=repr(test.field)[:80]
            )
        if field.custom is not None:
            return self._held_aside(field, test)
        if field.kind == "identities":
            return self._identified(field, test)
        column = f"{self._alias}.{kind_of(field).column(field)}"
        return self._comparing.column(field, test, column)

    def _held_aside(self, field: Field, test: Test) -> str:
        """A custom field: its values are rows of their own, one or several or none."""
        rows = (
            f"EXISTS (SELECT 1 FROM custom_value cv "
            f"WHERE cv.tenant_id = {self._args(self._principal.tenant_id)} "
            f"AND cv.record_id = {self._alias}.id AND cv.field_id = {self._args(field.custom)}"
        )
        positive = Test(test.field, _NEGATIVE.get(test.op, test.op), test.value)
        if positive.op == "is_not_empty":
            found = f"{rows})"
        else:
            side = kind_of(field).side
            column = f"cv.{side}" if side.isidentifier() else f"(cv.{side})"
            found = f"{rows} AND {self._comparing.held(field, positive, column)})"
        return found if positive.op == test.op else f"NOT {found}"

    def _stepped(self, test: Test) -> str:
        head, _dot, rest = test.field.partition(".")
        found = [step for step in steps(self._kind, head) if self._open(step)]
        if not found or "." in rest.removeprefix(PREFIX):
            raise BadFilter(
                _("There is no field %(field)s to filter by."), field=repr(test.field)[:80]
            )
        onward = Test(rest, test.op, test.value)
        known = [step for step in found if self._knows(step.kind, rest)] or found[:1]
        parts = [self._step(step, onward) for step in known]
        return parts[0] if len(parts) == 1 else "(" + " OR ".join(parts) + ")"

    def _step(self, step: Step, test: Test) -> str:
        if not self._principal.may(f"{step.kind.name}:see"):
            return "FALSE"
        there, tenant = f"{self._alias}x", self._args(self._principal.tenant_id)
        here, target = ("to_id", "from_id") if step.back else ("from_id", "to_id")
        inner = Filtering(step.kind, self._principal, self._args, there).sql(test)
        scope = visible(self._principal, self._args, there, of=step.kind)
        return (
            f"EXISTS (SELECT 1 FROM link fs JOIN {step.kind.table} {there} "
            f"ON {there}.tenant_id = {tenant} AND {there}.id = fs.{target} "
            f"AND {there}.deleted_at IS NULL "
            f"WHERE fs.tenant_id = {tenant} AND fs.{here} = {self._alias}.id "
            f"AND fs.kind = {self._args(step.relation)} AND {scope} AND {inner})"
        )

    def _open(self, step: Step) -> bool:
        """Whether the relation that is followed is one that the principal sees."""
        holder = step.kind if step.back else self._kind
        return step.relation in as_seen(holder, self._principal).relations

    def _knows(self, kind: RecordType, name: str) -> bool:
        seen = as_seen(kind, self._principal)
        known = name == "tags" or name in seen.relations or name in seen.fields
        return known or question(kind.name, name) is not None

    def _related(self, test: Test) -> str:
        tenant, alias = self._args(self._principal.tenant_id), self._alias
        exists = (
            f"EXISTS (SELECT 1 FROM link fl WHERE fl.tenant_id = {tenant} "
            f"AND fl.from_id = {alias}.id AND fl.kind = {self._args(test.field)}"
        )
        return self._membership(test, exists, lambda v: self._among("fl.to_id", v, filter_id))

    def _tagged(self, test: Test) -> str:
        tenant = self._args(self._principal.tenant_id)
        exists = (
            f"EXISTS (SELECT 1 FROM tagging ft JOIN tag fn "
            f"ON fn.tenant_id = {tenant} AND fn.id = ft.tag_id "
            f"WHERE ft.tenant_id = {tenant} AND ft.record_id = {self._alias}.id"
        )
        return self._membership(test, exists, self._named)

    def _named(self, tags: list[Any]) -> str:
        """Tags by their ids, or by their words."""
        found, words = [], []
        for tag in tags:
            try:
                found.append(filter_id(tag))
            except BadFilter:
                words.append(filter_text(tag).casefold())
        by_word = f"lower(fn.name) = ANY({self._args(words)}::text[])"
        return f"(ft.tag_id = ANY({self._args(found)}::uuid[]) OR {by_word})"

    def _shared(self, test: Test) -> str:
        """`with_me` or `by_me`."""
        if test.op != "eq" or test.value not in {"with_me", "by_me"}:
            raise BadFilter(_("shared takes eq with with_me or by_me."))
        if test.value == "with_me":
            found = shared_with(self._principal, self._args, [self._kind.name])
        else:
            found = shared_by(self._principal, self._args)
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

        def convert(value: Any) -> str:
            return normalised(field.identity, filter_text(value)) or filter_text(value)

        return self._membership(test, exists, lambda v: self._among("fi.value", v, convert))

    def _among(self, column: str, values: list[Any], convert: Callable[[Any], Any]) -> str:
        if len(values) == 1:
            return f"{column} = {self._args(convert(values[0]))}"
        return f"{column} = ANY({self._args([convert(value) for value in values])})"

    def _membership(self, test: Test, exists: str, among: Callable[[list[Any]], str]) -> str:
        """Rows that hang on the record: whether there is one, or one with such a value."""
        match test.op:
            case "is_empty":
                return f"NOT {exists})"
            case "is_not_empty":
                return f"{exists})"
            case "eq" | "contains":
                return f"{exists} AND {among([test.value])})"
            case "ne":
                return f"NOT {exists} AND {among([test.value])})"
            case "in" | "not_in":
                found = f"{exists} AND {among(several(test))})"
                return found if test.op == "in" else f"NOT {found}"
        demand_op(test, known=False)
        return "FALSE"
