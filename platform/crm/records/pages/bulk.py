"""The bar above a list, for what is selected: delete with a way back, assign, tag; export."""

import base64
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from litestar.handlers import HTTPRouteHandler
from litestar.response import Response, Stream

from crm.records.beside.tags import put_tag, tag_called
from crm.records.beside.telling import tell
from crm.records.bulk import MOST, Outcome, each
from crm.records.export import exported
from crm.records.narrowing import as_seen
from crm.records.pages.forms import Sent, ids, sent
from crm.records.pages.list import Long
from crm.records.pages.presenting import presentation_of
from crm.records.service import Records, service_of
from crm.records.types import RecordType
from crm.records.views.showing import query_of, shown_as
from kernel import clock
from kernel.errors import Forbidden, Invalid, NotFound
from kernel.http import Ctx, get, post
from kernel.i18n import _
from web import shell
from web.render import redirect
from web.toasts import Toast

# An undo address must fit into a cookie and a request line.
UNDOABLE = 60


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
        records = service_of(name, ctx.uow, ctx.principal)
        done, text, undo = await _act(ctx, records, data, chosen)
        failed = [o for o in done if o.error]
        if failed:
            text = _("%(done)s done, %(failed)s refused: %(why)s") % {
                "done": len(done) - len(failed),
                "failed": len(failed),
                "why": failed[0].error,
            }
        toast = Toast(text, "warning" if failed else "success", undo)
        return redirect(shell.current().at(base), toast=toast)

    @post(
        f"/{{workspace:str}}/{kind.plural}/bulk/restoration",
        needs=f"{name}:delete",
        include_in_schema=False,
    )
    async def restore(ctx: Ctx, of: Long = "") -> Response[str]:
        """Take a deletion of many back."""
        records = service_of(name, ctx.uow, ctx.principal)
        done = await each(records, unpacked(of), records.restore)
        back = sum(1 for o in done if not o.error)
        text = _("%(count)s are back.") % {"count": back}
        return redirect(shell.current().at(base), toast=Toast(text))

    @get(f"/{{workspace:str}}/{base}/export", needs=f"{name}:export", include_in_schema=False)
    async def export(ctx: Ctx) -> Stream:
        """What the list shows, all of it, as CSV."""
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
        lines: AsyncIterator[bytes] = exported(
            ctx.database, ctx.principal, kind, view.where, view.sort
        )
        return Stream(
            lines,
            media_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{kind.plural}-{day}.csv"'},
        )

    return [bulk, restore, export]


async def _act(
    ctx: Ctx, records: Records, data: Sent, chosen: list[UUID]
) -> tuple[list[Outcome], str, str | None]:
    name, count = records.kind.name, {"count": len(chosen)}
    match data.get("act"):
        case "delete":
            if not ctx.principal.may(f"{name}:delete"):
                raise Forbidden
            done = await each(records, chosen, records.delete)
            gone = [o.id for o in done if not o.error]
            way = shell.current().at(f"{records.kind.plural}/bulk/restoration")
            undo = f"{way}?of={packed(gone)}" if 0 < len(gone) <= UNDOABLE else None
            return done, _("%(count)s are in the recycle bin.") % count, undo
        case "assign":
            owners = ids([data.get("owner_id")])
            if not owners:
                raise Invalid(_("Choose the new owner first."))
            values: dict[str, Any] = {"owner_id": owners[0]}

            async def assign(record_id: UUID) -> None:
                await records.edit(record_id, values, None)

            return await each(records, chosen, assign), _("%(count)s assigned.") % count, None
        case "tag":
            tag = await tag_called(ctx.uow, ctx.principal, data.get("tag"))

            async def put(record_id: UUID) -> None:
                await put_tag(records, record_id, tag)

            return await each(records, chosen, put), _("%(count)s tagged.") % count, None
    raise NotFound


def packed(found: list[UUID]) -> str:
    """Identifiers, short enough for an address."""
    return base64.urlsafe_b64encode(b"".join(i.bytes for i in found)).decode()


def unpacked(text: str) -> list[UUID]:
    """The identifiers again; `NotFound` for what is none of ours."""
    try:
        raw = base64.urlsafe_b64decode(text.encode())
    except ValueError as error:
        raise NotFound from error
    if not raw or len(raw) % 16 or len(raw) > 16 * MOST:
        raise NotFound
    return [UUID(bytes=raw[i : i + 16]) for i in range(0, len(raw), 16)]
