"""The bar above a list, for what is selected: delete with a way back, assign, tag; export."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from litestar.handlers import HTTPRouteHandler
from litestar.response import Response, Stream

from crm.records.beside.tags import put_tag, tag_called
from crm.records.beside.telling import tell
from crm.records.bulk import MOST, Outcome, each
from crm.records.export import exported
from crm.records.pages.forms import Sent, ids, sent
from crm.records.pages.list import Long, Short
from crm.records.pages.presenting import presentation_of
from crm.records.pages.query import ListQuery
from crm.records.service import Records, service_of
from crm.records.types import RecordType
from crm.records.undo.pages import AT
from crm.records.undo.recording import recorded
from kernel import clock
from kernel.errors import Forbidden, Invalid, NotFound
from kernel.http import Ctx, get, post
from kernel.i18n import _
from web import shell
from web.render import redirect
from web.toasts import Toast


def bulk_routes(kind: RecordType) -> list[HTTPRouteHandler]:
    """The routes of a type."""
    name, shown = kind.name, presentation_of(kind)
    base = f"{kind.plural}{shown.list_at}"

    @post(f"/{{workspace:str}}/{kind.plural}/bulk", needs=f"{name}:edit", include_in_schema=False)
    async def bulk(ctx: Ctx) -> Response[str]:
        """Do it to each of them."""
        data = await sent(ctx.request)
        chosen = ids(data.all("ids"))
        if not chosen or len(chosen) > MOST:
            raise Invalid(_("Select 1 to %(most)s records."), most=MOST)
        async with recorded(ctx.uow, ctx.principal, "bulk", name) as batch:
            records = service_of(name, ctx.uow, batch.principal)
            done, text = await _act(ctx, records, data, chosen)
        undo = shell.current().at(f"{AT}/{batch.id}/undoing") if batch.counts else None
        failed = [o for o in done if o.error]
        if failed:
            text = _("%(done)s done, %(failed)s refused: %(why)s") % {
                "done": len(done) - len(failed),
                "failed": len(failed),
                "why": failed[0].error,
            }
        toast = Toast(text, "warning" if failed else "success", undo)
        return redirect(shell.current().at(base), toast=toast)

    @get(f"/{{workspace:str}}/{base}/export", needs=f"{name}:export", include_in_schema=False)
    async def export(
        ctx: Ctx, view: Short = "", q: Short = "", filter: Long = "", sort: Short = ""
    ) -> Stream:
        """What the list shows, all of it, as CSV."""
        query = ListQuery(view=view, q=q, filter=filter, sort=sort)
        await tell(
            ctx.uow,
            ctx.principal,
            kind,
            ctx.principal.member_id,
            "exported",
            after={"filter": filter, "q": q, "view": view},
        )
        day = clock.now().date().isoformat()
        lines: AsyncIterator[bytes] = exported(
            ctx.database, ctx.principal, kind, query.where(shown), sort
        )
        return Stream(
            lines,
            media_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{kind.plural}-{day}.csv"'},
        )

    return [bulk, export]


async def _act(
    ctx: Ctx, records: Records, data: Sent, chosen: list[UUID]
) -> tuple[list[Outcome], str]:
    name, count = records.kind.name, {"count": len(chosen)}
    match data.get("act"):
        case "delete":
            if not ctx.principal.may(f"{name}:delete"):
                raise Forbidden
            done = await each(records, chosen, records.delete)
            return done, _("%(count)s are in the recycle bin.") % count
        case "assign":
            owners = ids([data.get("owner_id")])
            if not owners:
                raise Invalid(_("Choose the new owner first."))
            values: dict[str, Any] = {"owner_id": owners[0]}

            async def assign(record_id: UUID) -> None:
                await records.edit(record_id, values, None)

            return await each(records, chosen, assign), _("%(count)s assigned.") % count
        case "tag":
            tag = await tag_called(ctx.uow, ctx.principal, data.get("tag"))

            async def put(record_id: UUID) -> None:
                await put_tag(records, record_id, tag)

            return await each(records, chosen, put), _("%(count)s tagged.") % count
    raise NotFound
