"""One field of many records at once: the dialog, and the change of each by its own rules."""

from typing import Any
from uuid import UUID

from litestar.handlers import HTTPRouteHandler
from litestar.response import Response

from crm.records.bulk import MOST, each
from crm.records.narrowing import as_seen
from crm.records.pages.bulk import told
from crm.records.pages.editing import all_fields
from crm.records.pages.forms import Form, ids, sent
from crm.records.pages.list import TEMPLATES, Short
from crm.records.pages.picking import candidates
from crm.records.pages.presenting import presentation_of
from crm.records.people import people
from crm.records.service import service_of
from crm.records.types import RecordType
from crm.records.undo.recording import recorded
from kernel.errors import Invalid, NotFound
from kernel.http import Ctx, get, post
from kernel.i18n import _
from web import shell
from web.render import fragment, redirect


def bulk_edit_routes(kind: RecordType) -> list[HTTPRouteHandler]:
    """The routes of a type."""
    name = kind.name
    path = f"/{{workspace:str}}/{kind.plural}/bulk/fields"

    @get(path, needs=f"{name}:edit", include_in_schema=False)
    async def choose(ctx: Ctx, field: Short = "") -> Response[str]:
        """The fields to choose from, and the control of the chosen one."""
        seen = as_seen(kind, ctx.principal)
        names = _changeable(seen)
        chosen = field or names[0]
        if chosen not in names:
            raise NotFound
        found: dict[str, Any] = {}
        if seen.target_of(chosen) is not None:
            found[chosen] = await candidates(ctx.uow, ctx.principal, seen, chosen, chosen=())
        return fragment(
            f"{TEMPLATES}/bulk_edit.html",
            kind=seen,
            names=[(each, seen.labels[each]) for each in names],
            chosen=chosen,
            form=Form(seen, [chosen]),
            found=found,
            people=await people(ctx.uow),
            me="",
            may_transfer=False,
            base_currency=ctx.principal.currency,
        )

    @post(path, needs=f"{name}:edit", include_in_schema=False)
    async def change(ctx: Ctx) -> Response[str]:
        """The value for each of them; what is refused leaves the others alone."""
        data = await sent(ctx.request)
        chosen, field = ids(data.all("ids")), data.get("field")
        seen = as_seen(kind, ctx.principal)
        if not chosen or len(chosen) > MOST:
            raise Invalid(_("Select 1 to %(most)s records."), most=MOST)
        if field not in _changeable(seen):
            raise NotFound
        values = Form(seen, [field]).take(data).values()
        async with recorded(ctx.uow, ctx.principal, "bulk", name) as batch:
            records = service_of(name, ctx.uow, batch.principal)

            async def put(record_id: UUID) -> None:
                await records.edit(record_id, values, None)

            done = await each(records, chosen, put)
        text = _("%(count)s changed.") % {"count": len(done)}
        home = shell.current().at(f"{kind.plural}{presentation_of(kind).list_at}")
        return redirect(home, toast=told(done, text, batch))

    return [choose, change]


def _changeable(kind: RecordType) -> list[str]:
    """What may be the same for many: no title, no owner (that is given, not edited)."""
    lead = presentation_of(kind).lead
    return [name for name in all_fields(kind) if name not in {lead, "owner_id"}]
