"""Leads as a board: by what became of them, moved by hand, by keyboard or by thumb."""

from typing import Any, Final
from uuid import UUID

from litestar.params import FromPath
from litestar.response import Response

from crm.records.kinds.choices import label_of
from crm.records.pages.forms import Sent, sent
from crm.records.pages.kanban import Board, BoardReader, Column, Filled
from crm.records.pages.list import Long, Short
from crm.records.pages.presenting import presentation_of
from crm.records.pages.query import ListQuery
from crm.records.pages.showing import Show
from crm.records.people import people
from crm.records.reading import View
from crm.sales.lead.model import LEAD, STATUSES
from crm.sales.lead.pages import asked_how
from crm.sales.lead.service import Leads
from crm.sales.reasons import reasons
from kernel.errors import Invalid, NotFound
from kernel.filters import Test
from kernel.http import Ctx, get, post
from kernel.i18n import _
from web import shell
from web.render import fragment, page, redirect
from web.toasts import Toast

TEMPLATES: Final = "crm/sales/lead/templates"
BOARD: Final = Board(kind=LEAD, field="status")
_AT: Final = "/{workspace:str}/leads"
_ONE: Final = f"{_AT}/{{record_id:uuid}}"
_COLOURS: Final = {
    "new": "blue",
    "assigned": "blue",
    "working": "teal",
    "qualified": "green",
    "converted": "green",
    "disqualified": "red",
    "recycled": "amber",
}
# What takes more than a place: a customer is made of it, or a reason is given.
ASKING: Final = frozenset({"converted", "disqualified", "recycled"})
CLOSED: Final = frozenset({"converted", "disqualified"})


def columns() -> list[Column]:
    """One for each state, closed ones with what was changed lately."""
    return [_column(choice.value, str(choice.label)) for choice in STATUSES]


def _column(status: str, label: str) -> Column:
    lately = Test("updated_at", "within", "last_30_days")
    about = {"where": lately, "about": _("In the last 30 days")} if status in CLOSED else {}
    asks = status in ASKING
    return Column(key=status, label=label, color=_COLOURS[status], asks=asks, **about)  # type: ignore[arg-type]


@get(f"{_AT}/board", needs="lead:see", include_in_schema=False)
async def board_page(ctx: Ctx, whose: Short = "", q: Short = "") -> Response[str]:
    """All leads that one sees; `?whose=mine`, `?q=` narrow it."""
    filled = await _reader(ctx, whose, q).filled(columns())
    context = await _context(ctx, filled)
    return page(f"{TEMPLATES}/board.html", **context, whose=whose, q=q)


@get(f"{_AT}/board/column", needs="lead:see", include_in_schema=False)
async def column(
    ctx: Ctx, column: Short, after: Long = "", whose: Short = "", q: Short = ""
) -> Response[str]:
    """The next cards of one column."""
    filled = await _reader(ctx, whose, q).more(_named(column), after)
    context = await _context(ctx, [filled])
    return fragment(f"{TEMPLATES}/cards.html", **context, one=filled, whose=whose, q=q)


@get(f"{_ONE}/move", needs="lead:edit", include_in_schema=False)
async def move_dialog(ctx: Ctx, record_id: FromPath[UUID], to: Short = "") -> Response[str]:
    """Where it can go; `?to=` asks what that place needs to know."""
    lead = await Leads(ctx.uow, ctx.principal).get(record_id)
    if to == "converted":
        return await asked_how(ctx, lead)
    why = reasons(LEAD, "reason", ctx.principal)
    return fragment(f"{TEMPLATES}/move.html", lead=lead, to=to, reasons=why)


@post(f"{_ONE}/move", needs="lead:edit", include_in_schema=False)
async def move(ctx: Ctx, record_id: FromPath[UUID], to: Short = "") -> Response[str]:
    """To another state; the board gets the heads of both columns."""
    data = await sent(ctx.request)
    leads = Leads(ctx.uow, ctx.principal)
    before = await leads.get(record_id)
    moved = await _moved(leads, before, data.get("to") or to, data.get("reason"))
    name = label_of(LEAD.fields["status"], moved["status"])
    words = {"name": moved["title"][:80], "stage": name}
    toast = Toast(_("%(name)s is now in %(stage)s.") % words)
    if data.has("board"):
        return await _heads(ctx, data, (before["status"], moved["status"]), toast)
    return redirect(shell.current().at("leads/board"), toast=toast)


async def _moved(leads: Leads, lead: View, status: str, reason: str) -> View:
    match status:
        case same if same == lead["status"]:
            return lead
        case "new" | "assigned" if lead["status"] in {"qualified", "disqualified", "recycled"}:
            return await leads.resume(lead["id"])
        case "working":
            return await leads.start(lead["id"])
        case "qualified":
            return await leads.qualify(lead["id"])
        case "disqualified":
            return await leads.disqualify(lead["id"], reason)
        case "recycled":
            return await leads.recycle(lead["id"], reason)
    raise Invalid(_("A lead cannot be moved there by hand."))


async def _heads(ctx: Ctx, data: Sent, touched: tuple[str, str], toast: Toast) -> Response[str]:
    query = dict(part.partition("=")[::2] for part in data.get("board").lstrip("?").split("&"))
    reader = _reader(ctx, query.get("whose", ""), "")
    shown = [_named(status) for status in dict.fromkeys(touched)]
    sums = await reader.sums(shown)
    filled = [reader.column(c, sums.get(n), []) for n, c in enumerate(shown)]
    context = await _context(ctx, filled)
    return fragment("crm/sales/deal/templates/heads.html", **context, toast=toast)


def _named(status: str) -> Column:
    found = next((c for c in columns() if c.key == status), None)
    if found is None:
        raise NotFound
    return found


def _reader(ctx: Ctx, whose: str, q: str) -> BoardReader:
    query = ListQuery(view="mine" if whose == "mine" else "", q=q)
    return BoardReader(ctx.uow, ctx.principal, BOARD, query.where(presentation_of(LEAD)))


async def _context(ctx: Ctx, filled: list[Filled]) -> dict[str, Any]:
    return {
        "board": BOARD,
        "kind": LEAD,
        "filled": filled,
        "show": Show(await people(ctx.uow)),
        "base_currency": ctx.principal.currency,
        "may_edit": ctx.principal.may("lead:edit"),
    }


ROUTES = [board_page, column, move_dialog, move]
