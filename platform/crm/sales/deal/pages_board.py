"""The pipeline as a board: deals as cards, moved by hand, by keyboard or by thumb."""

from typing import Any, Final
from urllib.parse import parse_qsl
from uuid import UUID

from litestar.params import FromPath
from litestar.response import Response

from crm.records.narrowing import as_seen
from crm.records.pages.forms import Sent, sent
from crm.records.pages.kanban import Board, BoardReader, Column, Filled
from crm.records.pages.list import Long, Short
from crm.records.pages.query import ListQuery
from crm.records.pages.showing import Show
from crm.records.people import People
from crm.records.rates.service import current
from crm.records.views.showing import query_of, shown_with_people
from crm.sales.deal.ageing import age
from crm.sales.deal.model import DEAL
from crm.sales.deal.service import Deals
from crm.sales.pipeline.reading import Pipelines, PipelineSeen, StageSeen, pipelines
from crm.sales.reasons import reasons
from kernel.errors import Invalid, NotFound
from kernel.filters import Group, Node, Test
from kernel.http import Ctx, get, post
from kernel.i18n import _
from web import shell
from web.render import fragment, page, redirect
from web.toasts import Toast

TEMPLATES: Final = "crm/sales/deal/templates"
BOARD: Final = Board(
    kind=DEAL, field="stage_id", rank="rank", amount="amount", weight="probability"
)
RECENT: Final = "last_30_days"
_AT: Final = "/{workspace:str}/deals"
_ONE: Final = f"{_AT}/{{record_id:uuid}}"


def columns_of(pipeline: PipelineSeen) -> list[Column]:
    """Open stages with what is open, won and lost ones with what was closed lately."""
    return [_column(stage) for stage in pipeline.stages]


def _column(stage: StageSeen) -> Column:
    lately = Test("closed_at", "within", RECENT)
    where: Node = Test("status", "eq", stage.kind)
    if stage.kind != "open":
        where = Group("and", (where, lately))
    return Column(
        key=stage.id,
        label=stage.name,
        color=stage.color,
        percent=stage.probability,
        target_days=stage.target_days,
        rot_days=stage.rot_days,
        where=where,
        about="" if stage.kind == "open" else _("In the last 30 days"),
        asks=stage.kind == "lost",
    )


@get(_AT, needs="deal:see", include_in_schema=False)
async def board_page(ctx: Ctx, pipeline: Short = "") -> Response[str]:
    """The board of a pipeline; `?view=`, `?filter=`, `?q=` narrow it as they narrow a list."""
    known = await pipelines(ctx.uow)
    chosen = _chosen(known, pipeline)
    query = query_of(ctx)
    seen = as_seen(DEAL, ctx.principal)
    shown, everybody = await shown_with_people(ctx, seen, query, begins=False)
    reader = BoardReader(ctx.uow, ctx.principal, BOARD, shown.where)
    filled = await reader.filled(columns_of(chosen))
    foreign = any(
        amount["currency"] != ctx.principal.currency
        for one in filled
        for card in one.cards
        if (amount := card.get("amount"))
    )
    return page(
        f"{TEMPLATES}/board.html",
        **_context(ctx, reader, filled, everybody),
        pipelines=known.items,
        chosen=chosen,
        query=query,
        more=_more(query),
        saved=shown.saved,
        rates=await current(ctx.uow, ctx.principal) if foreign else [],
        empty=not any(one.count for one in filled) and query == ListQuery(),
    )


@get(f"{_AT}/column", needs="deal:see", include_in_schema=False)
async def column(ctx: Ctx, column: Short, after: Long = "") -> Response[str]:
    """The next cards of one column."""
    stage = (await pipelines(ctx.uow)).stages.get(_id(column))
    if stage is None:
        raise NotFound
    query = query_of(ctx)
    reader, everybody = await _reader(ctx, query)
    filled = await reader.more(_column(stage), after)
    context = _context(ctx, reader, [filled], everybody)
    return fragment(f"{TEMPLATES}/cards.html", **context, one=filled, more=_more(query))


@get(f"{_ONE}/move", needs="deal:edit", include_in_schema=False)
async def move_dialog(ctx: Ctx, record_id: FromPath[UUID], to: Short = "") -> Response[str]:
    """Where it can go; with `?to=` a lost stage, why it was lost."""
    deal = await Deals(ctx.uow, ctx.principal).get(record_id)
    known = await pipelines(ctx.uow)
    stage = known.stages.get(_id(to)) if to else None
    if stage is not None and stage.kind == "lost":
        return fragment(
            f"{TEMPLATES}/loss.html", deal=deal, reasons=reasons(DEAL, "lost_reason", ctx.principal)
        )
    return fragment(f"{TEMPLATES}/move.html", deal=deal, known=known.items)


@post(f"{_ONE}/move", needs="deal:edit", include_in_schema=False)
async def move(
    ctx: Ctx, record_id: FromPath[UUID], to: Short = "", below: Short = "", back: Short = ""
) -> Response[str]:
    """To a stage; the board gets the heads of both columns, other pages are shown again."""
    data = await sent(ctx.request)
    target, under = data.get("to") or to, data.get("below") or below
    deals = Deals(ctx.uow, ctx.principal)
    before = await deals.get(record_id)
    known = await pipelines(ctx.uow)
    stage = known.stages.get(_id(target))
    moved = await deals.move(record_id, _id(target), below=_id(under) if under else None)
    words = {"name": moved["title"][:80], "stage": stage.name if stage else ""}
    text = _("%(name)s is now in %(stage)s.") % words
    toast = Toast(text, undo=_undo(before, moved))
    if data.has("board"):
        return await _heads(ctx, data, known, (before["stage_id"], moved["stage_id"]), toast)
    return redirect(_home(record_id, data.get("back") or back), toast=toast)


def _undo(before: dict[str, Any], moved: dict[str, Any]) -> str:
    at = shell.current().at(f"deals/{moved['id']}")
    if moved["status"] != "open":
        return f"{at}/reopening?back=board"
    return f"{at}/move?to={before['stage_id']}&back=board"


async def _heads(
    ctx: Ctx, data: Sent, known: Pipelines, touched: tuple[UUID, UUID], toast: Toast
) -> Response[str]:
    said = dict(parse_qsl(data.get("board").lstrip("?")))
    query = ListQuery(**{name: said.get(name, "") for name in ("view", "q", "filter")})
    columns = [_column(known.stages[i]) for i in dict.fromkeys(touched) if i in known.stages]
    reader, everybody = await _reader(ctx, query)
    sums = await reader.sums(columns)
    filled = [reader.column(c, sums.get(n), []) for n, c in enumerate(columns)]
    context = _context(ctx, reader, filled, everybody)
    return fragment(f"{TEMPLATES}/heads.html", **context, toast=toast)


def _chosen(known: Pipelines, pipeline: str) -> PipelineSeen:
    found = known.get(_id(pipeline)) if pipeline else known.default
    if found is None:
        raise NotFound
    return found


async def _reader(ctx: Ctx, query: ListQuery) -> tuple[BoardReader, People]:
    seen = as_seen(DEAL, ctx.principal)
    shown, everybody = await shown_with_people(ctx, seen, query, begins=False)
    return BoardReader(ctx.uow, ctx.principal, BOARD, shown.where), everybody


def _more(query: ListQuery) -> str:
    """The address of further cards; the column and the place come behind it."""
    return query.address(shell.current().at("deals/column"), layout="list")


def _context(
    ctx: Ctx, reader: BoardReader, filled: list[Filled], everybody: People
) -> dict[str, Any]:
    return {
        "board": reader.board,
        "kind": DEAL,
        "filled": filled,
        "show": Show(everybody),
        "base_currency": ctx.principal.currency,
        "may_edit": ctx.principal.may("deal:edit"),
        "age": age,
    }


def _home(record_id: UUID, back: str) -> str:
    return shell.current().at("deals" if back == "board" else f"deals/{record_id}")


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Invalid(_("Choose a stage.")) from error


ROUTES = [board_page, column, move_dialog, move]
