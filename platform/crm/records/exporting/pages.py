"""Taking everything away, as a page of the settings."""

from uuid import UUID

from litestar.params import FromPath
from litestar.response import Response, Stream

from crm.records.exporting.api import NEEDS, sent_archive
from crm.records.exporting.service import export_all, exports
from kernel.http import ALWAYS, Ctx, get, post
from kernel.i18n import _, lazy
from web import shell
from web.nav import Entry, navigation
from web.render import fragment, page, redirect
from web.toasts import Toast

TEMPLATES = "crm/records/exporting/templates"
AT = "settings/exports"

navigation.add(
    "settings",
    Entry(
        key="exports",
        label=lazy("Export everything"),
        icon="download",
        path=AT,
        order=77,
        permission=NEEDS,
    ),
)


@get(f"/{{workspace:str}}/{AT}", needs=NEEDS, opt=ALWAYS, include_in_schema=False)
async def exports_page(ctx: Ctx) -> Response[str]:
    """The archives that can be fetched; while one is being made the page follows."""
    found = await exports(ctx.uow, ctx.principal)
    if shell.current().partial:
        return fragment(f"{TEMPLATES}/exports_body.html", found=found, here=AT)
    return page(f"{TEMPLATES}/exports.html", found=found, here=AT)


@post(f"/{{workspace:str}}/{AT}", needs=NEEDS, opt=ALWAYS, include_in_schema=False)
async def begin_export(ctx: Ctx) -> Response[str]:
    """Make a new one."""
    await export_all(ctx.uow, ctx.principal)
    toast = Toast(_("The export is being made. You can leave this page."), "info")
    return redirect(shell.current().at(AT), toast=toast)


@get(
    f"/{{workspace:str}}/{AT}/{{export_id:uuid}}", needs=NEEDS, opt=ALWAYS, include_in_schema=False
)
async def fetch_export(ctx: Ctx, export_id: FromPath[UUID]) -> Stream:
    """Save it."""
    return await sent_archive(ctx, export_id)


ROUTES = [exports_page, begin_export, fetch_export]
