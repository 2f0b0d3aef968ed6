"""One line of a condition, fetched anew with the control that fits what was chosen in it."""

from typing import Annotated, Any

from litestar.params import QueryParameter
from litestar.response import Response

from crm.records.kinds.base import EMPTY_OPS
from crm.records.narrowing import as_kept
from crm.records.pages.building import field_at, impersonal, input_type, ops_for, options_for
from crm.records.pages.groups import DEEPEST, fresh
from crm.records.pages.lines import MORE, SEVERAL, fields_for, offered
from crm.records.pages.list import TEMPLATES, Short
from crm.records.pages.query import OPS
from crm.records.types import RecordType, record_types
from kernel.errors import NotFound
from kernel.filters import MAX_TEXT
from kernel.http import MEMBER, Ctx, get
from web.render import fragment

Deep = Annotated[int, QueryParameter(ge=0, le=DEEPEST)]


@get("/{workspace:str}/conditions/line", needs=MEMBER, include_in_schema=False)
async def condition_line(
    ctx: Ctx,
    type: Short,
    ops: Short,
    without: Short = "",
    field: Short = "",
    op: Short = "",
    deep: Deep = 0,
) -> Response[str]:
    """The comparisons of the chosen field, and its values to choose from; or a group to fill in."""
    said = ctx.request.query_params
    personal = said.get("personal") == "1"
    kind = next((k for k in record_types() if k.name == type), None)
    if kind is None or not ctx.principal.may(f"{type}:see"):
        raise NotFound
    asked = [name for name in ops.split(",") if name in MORE]
    left_out = [name for name in without.split(",") if name]
    known = dict(fields_for(ctx.principal, kind, left_out, personal=personal))
    line = None
    if field in known:
        value = said.get("value", "")[:MAX_TEXT]
        line = await _line(ctx, as_kept(kind, ctx.principal), field, op, value, asked)
        if not personal:
            line["options"] = impersonal(line["options"])
    return fragment(
        f"{TEMPLATES}/condition_line.html",
        offered=offered(ctx.principal, kind, asked, left_out, personal=personal),
        line=line,
        deep=deep,
        rows=fresh(deep) if said.get("group") else [],
    )


async def _line(
    ctx: Ctx,
    kind: RecordType,
    name: str,
    op: str,
    typed: str,
    asked: list[str],
) -> dict[str, Any]:
    field, fitting = field_at(kind, ctx.principal, name), ops_for(ctx.principal, kind, name)
    fits = [each for each in asked if each in fitting]
    if field is not None and field.kind == "member":
        # Nobody types who is meant by several.
        fits = [each for each in fits if each not in SEVERAL]
    known = fits or asked
    chosen = op if op in known else known[0]
    typed_out = chosen in {*SEVERAL, "between"}
    options = [] if typed_out else await options_for(ctx, kind, name, chosen)
    said = typed.strip().casefold()
    meant = (v for v, label in options if said in {v.casefold(), label.casefold()})
    return {
        "field": name,
        "op": chosen,
        "ops": [(each, str(OPS[each])) for each in known],
        "empty": chosen in EMPTY_OPS,
        "options": options,
        "value": next(meant, typed),
        "type": "text" if typed_out else input_type(field, chosen),
    }


ROUTES = [condition_line]
