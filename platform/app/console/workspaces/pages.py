"""The list of workspaces, and its sheet."""

from collections.abc import AsyncIterator
from typing import Annotated, Any, Final
from urllib.parse import urlencode

import msgspec
from litestar import Response
from litestar.params import QueryParameter

from app.console.deeds.service import write_down
from app.console.door import me_of, work_of
from app.console.workspaces.listing import ORDERS, STATES, Asked, counted, every, listed
from app.console.workspaces.words import BOUGHT, STATUS
from billing.plans.shelf import offers
from billing.switch import selling
from billing.usage.telling import amount
from crm.records.export import BOM, csv_line, neutral
from kernel.http import OPERATOR, Ctx, get, post
from kernel.i18n import _
from web.render import page

Word = Annotated[str, QueryParameter(max_length=200)]
LIST: Final = "app/console/workspaces/templates/list.html"
MOST: Final = 100_000


@get("/operator", needs=OPERATOR, include_in_schema=False)
async def workspaces_page(
    ctx: Ctx,
    q: Word = "",
    status: Word = "",
    plan: Word = "",
    sort: Word = "-active",
    after: Word = "",
) -> Response[str]:
    work, asked = work_of(ctx), Asked(q=q, status=status, plan=plan, sort=sort, after=after)
    rows, further = await listed(work, asked)
    kept = {k: v for k, v in msgspec.structs.asdict(asked).items() if v and k != "after"}
    return page(
        LIST,
        rows=rows,
        counts=await counted(work),
        asked=asked,
        columns=_columns(asked, kept),
        further="?" + urlencode({**kept, "after": further}) if further else "",
        kept=kept,
        states=[("", _("Every state")), *((s, str(STATUS[s])) for s in STATES)],
        plans=[("", _("Every plan")), *((o.plan, o.name) for o in await offers(work))],
        status_words=STATUS,
        bought_words=BOUGHT,
        amount=amount,
        sells=selling.on,
    )


@post("/operator/workspaces/sheet", needs=OPERATOR, cost=20, include_in_schema=False)
async def workspaces_sheet(ctx: Ctx) -> Response[str]:
    """The same as a sheet; that it was taken is on record."""
    sent = await ctx.request.form()
    said = {name: str(sent.get(name) or "") for name in ("q", "status", "plan")}
    work, asked = work_of(ctx), Asked(**said, sort=str(sent.get("sort") or "-active"))
    await write_down(work, me_of(ctx), "exported", said={k: v for k, v in said.items() if v})
    lines = [line async for line in _lines(every(work, asked))]
    return Response(
        BOM + "".join(lines),
        status_code=200,
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="workspaces.csv"'},
    )


async def _lines(rows: AsyncIterator[dict[str, Any]]) -> AsyncIterator[str]:
    names = (
        "slug", "name", "status", "plan", "bought", "seats", "people", "storage", "active_at",
        "created_at",
    )  # fmt: skip
    yield csv_line(list(names))
    async for row in rows:
        yield csv_line([neutral("" if row[name] is None else str(row[name])) for name in names])


def _columns(asked: Asked, kept: dict[str, str]) -> list[dict[str, Any]]:
    """The heads of the table; those by which it can be ordered turn it over when clicked again."""
    by, down = asked.order
    heads: list[tuple[str, str, bool]] = [
        ("name", _("Workspace"), False),
        ("", _("State"), False),
        *([("", _("Subscription plan"), False), ("", _("Seats"), True)] if selling.on else []),
        ("people", _("People"), True),
        ("storage", _("Storage"), True),
        ("active", _("Last active"), False),
        ("created", _("Here since"), False),
    ]
    columns = []
    for key, label, number in heads:
        column: dict[str, Any] = {"label": label, "number": number}
        if key in ORDERS:
            turned = key if by == key and down else f"-{key}"
            column["sort"] = "?" + urlencode({**kept, "sort": turned})
            column["direction"] = ("desc" if down else "asc") if by == key else ""
        columns.append(column)
    return columns


ROUTES = [workspaces_page, workspaces_sheet]
