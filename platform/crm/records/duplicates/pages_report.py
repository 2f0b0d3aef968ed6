"""The report of duplicates as a page of the settings, a tab for each type."""

from typing import Any
from uuid import UUID

from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Response

from crm.records.duplicates.report import State, dismiss, report, suspect
from crm.records.duplicates.words import why
from crm.records.pages.list import Long, Short
from crm.records.people import people
from crm.records.types import RecordType, matched_types
from kernel.http import Ctx, get, post
from kernel.i18n import _, lazy
from web import shell
from web.nav import Entry, navigation
from web.render import fragment, page, redirect
from web.toasts import Toast

TEMPLATES = "crm/records/duplicates/templates"


def add_entry(kind: RecordType) -> None:
    """The settings lead to the report of the first type; its tabs to the others."""
    if next(matched_types()) is kind:
        navigation.add(
            "settings",
            Entry(
                key="duplicates",
                label=lazy("Duplicates"),
                icon="copy",
                path=f"{kind.plural}/duplicates",
                order=76,
                permission=f"{kind.name}:see",
            ),
        )


def report_pages(kind: RecordType) -> list[HTTPRouteHandler]:
    """The report, and what is said of a pair."""
    name = kind.name
    base = f"{kind.plural}/duplicates"
    add_entry(kind)

    @get(f"/{{workspace:str}}/{base}", needs=f"{name}:see", include_in_schema=False)
    async def report_page(ctx: Ctx, after: Long = "", show: Short = "") -> Response[str]:
        """Pairs that may be the same; with `?show=dismissed` those that are not."""
        state: State = "dismissed" if show == "dismissed" else "open"
        found = await report(ctx.uow, ctx.principal, kind, state=state, after=after)
        context: dict[str, Any] = {
            "kind": kind,
            "found": found,
            "base": base,
            "dismissed": state == "dismissed",
            "kinds": [k for k in matched_types() if ctx.principal.may(f"{k.name}:see")],
            "people": await people(ctx.uow),
            "why": why,
            "may_merge": ctx.principal.may(f"{name}:delete"),
            "may_judge": ctx.principal.may(f"{name}:edit"),
        }
        if shell.current().partial:
            return fragment(f"{TEMPLATES}/report_rows.html", **context)
        return page(f"{TEMPLATES}/report.html", **context)

    @post(
        f"/{{workspace:str}}/{base}/{{pair_id:uuid}}/dismissal",
        needs=f"{name}:edit",
        include_in_schema=False,
    )
    async def not_the_same(ctx: Ctx, pair_id: FromPath[UUID]) -> Response[str]:
        """Remembered; the toast takes it back."""
        await dismiss(ctx.uow, ctx.principal, kind, pair_id)
        at = shell.current().at
        undo = at(f"{base}/{pair_id}/suspicion")
        return redirect(at(base), toast=Toast(_("Remembered: not a duplicate."), undo=undo))

    @post(
        f"/{{workspace:str}}/{base}/{{pair_id:uuid}}/suspicion",
        needs=f"{name}:edit",
        include_in_schema=False,
    )
    async def suspect_again(ctx: Ctx, pair_id: FromPath[UUID]) -> Response[str]:
        """They may be the same after all."""
        await suspect(ctx.uow, ctx.principal, kind, pair_id)
        return redirect(shell.current().at(base), toast=Toast(_("Back among the suspected.")))

    return [report_page, not_the_same, suspect_again]
