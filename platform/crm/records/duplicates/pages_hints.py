"""While a new record is typed: who is there already, beside the form."""

from typing import Any

from litestar.handlers import HTTPRouteHandler
from litestar.response import Response

from crm.records.cleaning import Cleaner
from crm.records.duplicates.hints import hints
from crm.records.duplicates.words import why
from crm.records.pages.forms import Form, sent
from crm.records.types import RecordType
from kernel.errors import Invalid
from kernel.http import Ctx, post
from web.render import fragment

TEMPLATES = "crm/records/duplicates/templates"


def hint_pages(kind: RecordType) -> list[HTTPRouteHandler]:
    """The one address of a type."""

    @post(
        f"/{{workspace:str}}/{kind.plural}/duplicates/hints",
        needs=f"{kind.name}:create",
        include_in_schema=False,
        status_code=200,
    )
    async def hint(ctx: Ctx) -> Response[str]:
        """What is known of what was typed so far; unfinished fields do not count."""
        form = Form(kind, kind.fields).take(await sent(ctx.request))
        found = await hints(ctx.uow, ctx.principal, kind, _readable(kind, form))
        return fragment(f"{TEMPLATES}/hints.html", hints=found, kind=kind, why=why)

    return [hint]


def _readable(kind: RecordType, form: Form) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for name in form.sent:
        try:
            single = Form(kind, [name])
            single.raw[name] = form.raw[name]
            row |= Cleaner(kind).clean(single.values(), creating=False)
        except Invalid:
            continue
    return row
