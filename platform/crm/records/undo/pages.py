"""Recent changes to many records as pages of the settings, each with its way back."""

from typing import Any
from uuid import UUID

from litestar.params import FromPath
from litestar.response import Response

from crm.records.pages.list import Long
from crm.records.types import record_types
from crm.records.undo.model import KINDS
from crm.records.undo.service import Changes, batch_of, batches, undo
from kernel.http import MEMBER, Ctx, get, post
from kernel.i18n import _, lazy, ngettext
from web import shell
from web.nav import Entry, navigation
from web.render import fragment, page, redirect
from web.toasts import Toast

TEMPLATES = "crm/records/undo/templates"
AT = "settings/changes"

navigation.add(
    "settings",
    Entry(key="changes", label=lazy("Recent changes"), icon="undo-2", path=AT, order=78),
)


@get(f"/{{workspace:str}}/{AT}", needs=MEMBER, include_in_schema=False)
async def changes_page(ctx: Ctx, after: Long = "") -> Response[str]:
    """Imports, bulk edits, merges: what was done, and until when it can be undone."""
    found = await batches(ctx.uow, ctx.principal, after=after)
    context = {**_words(), "found": found}
    if shell.current().partial:
        return fragment(f"{TEMPLATES}/changes_rows.html", **context)
    return page(f"{TEMPLATES}/changes.html", **context)


@get(f"/{{workspace:str}}/{AT}/{{batch_id:uuid}}", needs=MEMBER, include_in_schema=False)
async def change_page(ctx: Ctx, batch_id: FromPath[UUID]) -> Response[str]:
    """One of them; while it is being undone the page follows."""
    batch = await batch_of(ctx.uow, ctx.principal, batch_id)
    context = {**_words(), "batch": batch}
    if shell.current().partial:
        return fragment(f"{TEMPLATES}/change_body.html", **context)
    return page(f"{TEMPLATES}/change.html", **context)


@post(f"/{{workspace:str}}/{AT}/{{batch_id:uuid}}/undoing", needs=MEMBER, include_in_schema=False)
async def undo_change(ctx: Ctx, batch_id: FromPath[UUID]) -> Response[str]:
    """Take it back, and show the list again, or what could not be taken back."""
    batch = await undo(ctx.uow, ctx.principal, batch_id)
    return redirect(shell.current().at(_next(batch)), toast=_told(batch))


def _next(batch: Changes) -> str:
    plural = next((k.plural for k in record_types() if k.name == batch.record_type), "")
    clean = set(batch.undo) <= {"restored"} and batch.kind == "bulk"
    return plural if clean and plural else f"{AT}/{batch.id}"


def _told(batch: Changes) -> Toast:
    back = batch.undo.get("restored", 0)
    text = ngettext("%(num)s is as it was.", "%(num)s are as they were.", back) % {"num": back}
    if batch.undo.get("pending"):
        return Toast(_("It is being undone. You can leave this page."), "info")
    left = sum(batch.undo.values()) - back
    if left:
        text += " " + _("Left alone: %(count)s.") % {"count": left}
    return Toast(text, "warning" if left else "success")


def _words() -> dict[str, Any]:
    return {"kinds": KINDS, "types": {kind.name: kind for kind in record_types()}, "here": AT}


ROUTES = [changes_page, change_page, undo_change]
