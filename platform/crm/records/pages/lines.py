"""A condition as lines of a form: a field, how it is compared, and with what."""

from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urlencode

import msgspec

from crm.records.comparing import MY_TEAM
from crm.records.kinds import kind_of
from crm.records.narrowing import as_kept, as_seen
from crm.records.pages.building import field_at, filter_fields, read_value
from crm.records.pages.forms import Sent
from crm.records.pages.groups import (
    DEEPEST,
    GROUPS,
    Line,
    gathered,
    laid_out,
    sent_lines,
    shown,
)
from crm.records.pages.query import OPS, ListQuery, chips
from crm.records.questions import named
from crm.records.stepping import asked_at
from crm.records.types import RecordType
from kernel.errors import Invalid
from kernel.filters import EVERYTHING, BadFilter, Node, Test, tree
from kernel.i18n import _
from kernel.principal import Principal

SHOWN: Final = 3
MOST: Final = 40
ASKED: Final = ("contains", "eq", "ne", "gt", "lt", "is_empty", "is_not_empty")
SEVERAL: Final = ("in", "not_in")
MORE: Final = (
    "eq", "ne", "contains", "starts_with", "gt", "lt", "between", "within",
    *SEVERAL, "is_empty", "is_not_empty",
)  # fmt: skip
# Between the names of what lies in each other.
INNER: Final = " › "


def condition_of(
    principal: Principal, kind: RecordType, data: Sent, ops: Sequence[str] = ASKED
) -> dict[str, Any]:
    """What was chosen in the lines and their groups; the outermost hold as the form says."""
    kind = as_kept(kind, principal)
    lines = sent_lines(data)
    if len(lines) > MOST:
        raise Invalid(_("A condition has at most %(most)s lines."), most=MOST)
    joint = "or" if data.get("joint") == "or" else "and"
    return gathered(joint, [(line, _test(principal, kind, line, ops)) for line in lines])


def _test(
    principal: Principal, kind: RecordType, line: Line, ops: Sequence[str]
) -> dict[str, Any] | None:
    if not line.field or line.opens:
        return None
    if line.op not in ops:
        raise Invalid(_("Choose a field and how it is compared."))
    codes = [code_of(principal, kind, line.field, text) for text in _texts(line)]
    value = read_value(principal, kind, line.field, line.op, codes)
    bare = {"field": line.field, "op": line.op}
    return bare if value is None else {**bare, "value": value}


def _texts(line: Line) -> list[str]:
    """Several values have commas between; from and to a semicolon, for a number may have one."""
    if line.op == "between":
        ends = line.value.replace("；", ";").split(";")
        if len(ends) != len(("from", "to")):
            raise Invalid(fields={"value": _("Two values, please, with a semicolon between.")})
        return ends
    if line.op in SEVERAL:
        return line.value.replace("，", ",").replace("、", ",").split(",")
    return [line.value]


def lines_of(principal: Principal, kind: RecordType, node: Node) -> Sent | None:
    """A condition as it stands in the lines; None for one that does not fit in."""
    kind = as_kept(kind, principal)
    joint, lines = laid_out(node)
    fits = len(lines) <= MOST and all(line.deep <= DEEPEST for line, _test in lines)
    if not fits or any(test.op not in MORE for _line, test in lines if test is not None):
        return None
    pairs = [("joint", joint)]
    for line, test in lines:
        said = test.value if test and isinstance(test.value, list) else [test and test.value]
        texts = [_shown(principal, kind, test, one) for one in said if test and one is not None]
        value = ("; " if line.op == "between" else ", ").join(texts)
        pairs += [("field", line.field), ("op", line.op), ("value", value)]
        pairs.append(("deep", str(line.deep)))
    return Sent(pairs)


def in_words(principal: Principal, kind: RecordType, node: Node, everything: str) -> str:
    """The condition for people; `everything` stands for one that says nothing."""
    if node == EVERYTHING:
        return everything
    try:
        text = msgspec.json.encode(tree(node)).decode()
        found = chips(as_kept(kind, principal), ListQuery(filter=text), "", named(principal))
    except BadFilter:
        return _("This condition cannot be read any more.")
    return ", ".join(chip["label"] for chip in found)


def offered(
    principal: Principal,
    kind: RecordType,
    ops: Sequence[str] = ASKED,
    without: Sequence[str] = (),
    *,
    personal: bool = False,
) -> dict[str, Any]:
    """Fields and comparisons to choose from, but those that are called so, here or a step away.

    `at` is where a line is fetched anew, with the control that fits what was chosen in it. One
    that is `personal` is the reader's own: it may ask for "me", and names what they see.
    """
    said = {"type": kind.name, "ops": ",".join(ops), "without": ",".join(without)}
    if personal:
        said["personal"] = "1"
    return {
        "fields": fields_for(principal, kind, without, personal=personal),
        "ops": [(op, str(OPS[op])) for op in ops],
        "groups": [(name, str(label)) for name, label in GROUPS.items()],
        "deepest": DEEPEST,
        "rows": lambda typed: shown(typed, SHOWN),
        "at": f"conditions/line?{urlencode(said)}",
    }


def fields_for(
    principal: Principal, kind: RecordType, without: Sequence[str], *, personal: bool = False
) -> list[tuple[str, str]]:
    """What a line can compare."""
    known = as_seen(kind, principal) if personal else as_kept(kind, principal)
    fields = filter_fields(known, principal)
    return [(name, label) for name, label in fields if name.rpartition(".")[2] not in without]


def known_values(principal: Principal, kind: RecordType, name: str) -> list[tuple[str, str]]:
    """What a field can hold where that is a list, with the labels by which people call it."""
    field, asked = field_at(kind, principal, name), asked_at(kind, name)
    if field is not None and field.kind == "yes_no":
        return [("1", _("Yes")), ("0", _("No"))]
    known = [(c.value, str(c.label)) for c in field.choices] if field else []
    return known + (asked.options(principal) if asked else [])


def code_of(principal: Principal, kind: RecordType, name: str, typed: str) -> str:
    """A value is also named by its label; what lies in another one by its own name alone."""
    said, field = typed.strip().casefold(), field_at(kind, principal, name)
    for value, label in known_values(principal, kind, name):
        if said in {value.casefold(), label.casefold(), label.rpartition(INNER)[2].casefold()}:
            return value
    asked = asked_at(kind, name)
    if said and (asked is not None or (field is not None and field.kind == "yes_no")):
        raise Invalid(fields={"value": _("There is no “%(name)s” here.") % {"name": typed.strip()}})
    return typed


def _shown(principal: Principal, kind: RecordType, test: Test, value: Any) -> str:
    """A value as its line has it: by its label, else as it would be typed."""
    field = field_at(kind, principal, test.field)
    text = str(value)
    if field is not None and test.op != "within" and text != MY_TEAM:
        text = kind_of(field).asked_text(field, value, principal)
    return dict(known_values(principal, kind, test.field)).get(text, text)
