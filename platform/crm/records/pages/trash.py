"""The recycle bin as a page of the settings."""

from typing import Any

from litestar.response import Response

from crm.records.beside.trash import recycle_bin
from crm.records.pages.list import TEMPLATES, Long
from crm.records.types import record_types
from kernel.http import MEMBER, Ctx, get
from kernel.i18n import lazy
from web import shell
from web.nav import Entry, navigation
from web.render import fragment, page

navigation.add(
    "settings",
    Entry(key="trash", label=lazy("Recycle bin"), icon="trash-2", path="settings/trash", order=80),
)


@get("/{workspace:str}/settings/trash", needs=MEMBER, include_in_schema=False)
async def trash_page(ctx: Ctx, after: Long = "") -> Response[str]:
    """What was deleted, until when it can come back."""
    days = ctx.settings.trash_days
    binned = await recycle_bin(ctx.uow, ctx.principal, days=days, after=after)
    context: dict[str, Any] = {
        "binned": binned,
        "days": days,
        "kinds": {kind.name: kind for kind in record_types()},
    }
    if shell.current().partial:
        return fragment(f"{TEMPLATES}/trash_rows.html", **context)
    return page(f"{TEMPLATES}/trash.html", **context)


ROUTES = [trash_page]
