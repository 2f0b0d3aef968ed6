"""The bar above a list, for what is selected: delete, assign, tag, share; and export."""

from typing import Any
from uuid import UUID

from litestar.handlers import HTTPRouteHandler
from litestar.response import Response, Stream

from crm.records.beside.tags import put_tag, tag_called
from crm.records.beside.telling import tell
from crm.records.bulk import MOST, Outcome, each
from crm.records.export import exported, tables
from crm.records.narrowing import as_seen
from crm.records.pages.forms import Sent, ids, sent
from crm.records.pages.list import Short
from crm.records.pages.presenting import presentation_of
from crm.records.pages.sharing import share_as_sent
from crm.records.service import Records, service_of
from crm.records.types import RecordType
from crm.records.undo.pages import AT
from crm.records.undo.recording import Recording, recorded
from crm.records.views.showing import query_of, shown_as
from crm.records.workbook import XLSX, workbook
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
        return redirect(shell.current().at(base), toast=told(done, text, batch))

    @get(
        f"/{{workspace:str}}/{base}/export",
        needs=f"{name}:export",
        cost=20,
        include_in_schema=False,
    )
    async def export(ctx: Ctx, form: Short = "csv") -> Stream:
        """What the list shows, all of it, as CSV or as an Excel workbook (`form=xlsx`)."""
        query = query_of(ctx)
        view = await shown_as(ctx, as_seen(kind, ctx.principal), query)
        await tell(
            ctx.uow,
            ctx.principal,
            kind,
            ctx.principal.member_id,
            "exported",
            after={"filter": query.filter, "q": query.q, "view": query.view},
        )
        day = clock.now().date().isoformat()
        said = (ctx.database, ctx.principal, kind, view.where, view.sort)
        xlsx = form == "xlsx"
        called = f"{kind.plural}-{day}.{'xlsx' if xlsx else 'csv'}"
        return Stream(
            workbook(str(kind.label_plural), tables(*said)) if xlsx else exported(*said),
            media_type=XLSX if xlsx else "text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{called}"'},
        )

    return [bulk, export]


def told(done: list[Outcome], text: str, batch: Recording) -> Toast:
    """How it went with all of them, and the way back."""
    undo = shell.current().at(f"{AT}/{batch.id}/undoing") if batch.counts else None
    failed = [outcome for outcome in done if outcome.error]
    if failed:
        text = _("%(done)s done, %(failed)s refused: %(why)s") % {
            "done": len(done) - len(failed),
            "failed": len(failed),
            "why": failed[0].error,
        }
    return Toast(text, "warning" if failed else "success", undo)


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
        case "share":

            async def show(record_id: UUID) -> None:
                await share_as_sent(records, record_id, data)

            return await each(records, chosen, show), _("%(count)s shared.") % count
    raise NotFound
