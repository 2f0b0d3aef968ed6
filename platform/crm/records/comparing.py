"""One value compared with what a filter says, as SQL."""

from typing import Any

from crm.records.fields import Field
from crm.records.kinds import kind_of
from crm.records.kinds.base import filter_text
from crm.records.periods import bounds, days
from kernel.filters import BadFilter, Test
from kernel.i18n import _
from kernel.principal import Principal
from kernel.sql import Args

_SIGNS = {"eq": "=", "lt": "<", "lte": "<=", "gt": ">", "gte": ">="}
_MAX_VALUES = 500
MY_TEAM = "my_team"


class Comparing:
    """Comparisons with a column; the column is NULL, or empty text, where there is no value."""

    def __init__(self, principal: Principal, args: Args) -> None:
        self._principal = principal
        self._args = args

    def column(self, field: Field, test: Test, column: str) -> str:
        """A condition on a column of the record itself, never NULL."""
        if field.kind == "multi_choice":
            return self._several_chosen(test, column)
        if test.op == "is_empty":
            empty = f"{column} IS NULL"
            return f"({empty} OR {column} = '')" if kind_of(field).textual else f"({empty})"
        if test.op == "is_not_empty":
            filled = f"{column} IS NOT NULL"
            return f"({filled} AND {column} <> '')" if kind_of(field).textual else f"({filled})"
        if test.op in {"ne", "not_in"}:
            positive = Test(test.field, "eq" if test.op == "ne" else "in", test.value)
            return f"NOT coalesce({self.held(field, positive, column)}, FALSE)"
        return f"coalesce({self.held(field, test, column)}, FALSE)"

    def held(self, field: Field, test: Test, column: str) -> str:
        """A comparison with a value that is there."""
        values = kind_of(field)

        def convert(value: Any) -> Any:
            operand = values.operand(field, value, self._principal)
            return values.key(operand) if field.custom is not None else operand

        if test.op == "in":
            return self._in(field, test, column, [v for v in several(test) if v != MY_TEAM])
        if test.op in {"eq", "contains"} and test.value == MY_TEAM and field.kind == "member":
            return f"{column} = ANY({self._my_team()})"
        if test.op == "contains" and field.kind == "multi_choice":
            return f"{column} = {self._args(convert(test.value))}"
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
        sign = _SIGNS.get(test.op, "")
        demand_op(test, known=sign == "=" or (sign != "" and values.ordered))
        return f"{column} {sign} {self._args(convert(test.value))}"

    def _in(self, field: Field, test: Test, column: str, listed: list[Any]) -> str:
        values = kind_of(field)
        operands = [values.operand(field, value, self._principal) for value in listed]
        if field.custom is not None:
            operands = [values.key(operand) for operand in operands]
        found = f"{column} = ANY({self._args(operands)})"
        if field.kind == "member" and MY_TEAM in test.value:
            return f"({found} OR {column} = ANY({self._my_team()}))"
        return found

    def _my_team(self) -> str:
        """Members of the principal's team and those below it; of none, only the principal."""
        me = self._principal
        team = self._args(list(me.team_ids))
        return (
            f"ARRAY(SELECT fm.id FROM membership fm "
            f"WHERE fm.tenant_id = {self._args(me.tenant_id)} "
            f"AND (fm.id = {self._args(me.member_id)} OR fm.team_id = ANY({team}::uuid[])))"
        )

    def _several_chosen(self, test: Test, column: str) -> str:
        match test.op:
            case "is_empty":
                return f"({column} = '{{}}')"
            case "is_not_empty":
                return f"({column} <> '{{}}')"
            case "contains" | "eq":
                return f"({self._args(filter_text(test.value))} = ANY({column}))"
            case "ne":
                return f"NOT ({self._args(filter_text(test.value))} = ANY({column}))"
            case "in" | "not_in":
                any_of = self._args([filter_text(v) for v in several(test)])
                found = f"({column} && {any_of}::text[])"
                return found if test.op == "in" else f"NOT {found}"
        demand_op(test, known=False)
        return "FALSE"


def demand_op(test: Test, *, known: bool) -> None:
    """Raise `BadFilter` for a comparison that the field does not have."""
    if not known:
        raise BadFilter(
            _("%(field)s cannot be compared by %(op)s."), field=test.field, op=test.op[:40]
        )


def several(test: Test) -> list[Any]:
    """The values of a list."""
    if not isinstance(test.value, list) or len(test.value) > _MAX_VALUES:
        raise BadFilter(_("%(op)s takes a list of at most 500 values."), op=test.op)
    return test.value


def _pair(test: Test) -> tuple[Any, Any]:
    values = several(test)
    if len(values) != 2:  # noqa: PLR2004 -- a pair
        raise BadFilter(_("%(op)s takes two values."), op=test.op)
    return values[0], values[1]
