"""How deals look, and the buttons that move, close and reopen them."""

from typing import Any, Final
from uuid import UUID

from litestar.params import FromPath
from litestar.response import Response

from crm.records.narrowing import as_kept
from crm.records.pages.forms import ids, sent
from crm.records.pages.panels import Panel, add_panel
from crm.records.pages.presenting import ALL, MINE, ListView, Presentation, present
from crm.records.reading import View
from crm.records.types import RecordType
from crm.sales.deal.ageing import age
from crm.sales.deal.course import label_of, needed
from crm.sales.deal.model import ASKED, DEAL
from crm.sales.deal.pages_board import TEMPLATES
from crm.sales.deal.parts import beside, sees_prices, set_role
from crm.sales.deal.service import Deals
from crm.sales.deal.words import PARTS
from crm.sales.pipeline.reading import pipelines
from crm.sales.reasons import reasons
from kernel.errors import Invalid
from kernel.filters import Group, Test
from kernel.http import Ctx, get, post
from kernel.i18n import _, lazy
from kernel.texts import one_line
from web import shell
from web.nav import Entry, navigation
from web.render import fragment, redirect
from web.toasts import Toast

_ONE: Final = "/{workspace:str}/deals/{record_id:uuid}"
OPEN: Final = Test("status", "eq", "open")

present(
    DEAL,
    Presentation(
        columns=("amount", "stage_id", "companies", "next_action_at", "expected_close", "owner_id"),
        facts=(
            "status",
            "amount",
            "below_floor",
            "expected_close",
            "probability",
            "forecast",
            "companies",
            "contacts",
            "competitors",
            "partners",
            "source",
            "owner_id",
            "lost_reason",
            "lost_note",
            "closed_at",
        ),
        first=("name", "amount", "companies", "stage_id", "expected_close"),
        search=("name",),
        body="notes",
        inline=frozenset({"amount", "expected_close", "companies"}),
        views=(
            ListView("open", lazy("In progress"), OPEN),
            ListView("mine", lazy("Mine"), Group("and", (OPEN, MINE.where))),
            ListView(
                "slipped",
                lazy("Past their date"),
                Group("and", (OPEN, Test("expected_close", "within", "past"))),
            ),
            ListView(
                "below_floor",
                lazy("Price to be approved"),
                Group("and", (OPEN, Test("below_floor", "eq", ASKED))),
            ),
            ListView("won", lazy("Won"), Test("status", "eq", "won")),
            ListView("lost", lazy("Lost"), Test("status", "eq", "lost")),
            ALL,
        ),
        empty=lazy("Add the first deal: what might be sold is enough."),
        new_label=lazy("New deal"),
        list_at="/all",
        icon="handshake",
    ),
)
navigation.add(
    "main",
    Entry(
        key="deals",
        label=lazy("Pipeline"),
        icon="square-kanban",
        path="deals",
        order=34,
        permission="deal:see",
        letter="p",
        phone=True,
    ),
)
navigation.add(
    "new",
    Entry(
        key="deal",
        label=lazy("New deal"),
        icon="handshake",
        path="deals/new",
        order=25,
        permission="deal:create",
    ),
)


@get(f"{_ONE}/loss", needs="deal:edit", include_in_schema=False)
async def loss_dialog(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    """Why it was lost."""
    deal = await Deals(ctx.uow, ctx.principal).get(record_id)
    why = reasons(DEAL, "lost_reason", ctx.principal)
    return fragment(f"{TEMPLATES}/loss.html", deal=deal, reasons=why)


@post(f"{_ONE}/winning", needs="deal:edit", include_in_schema=False)
async def win(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    """Won."""
    deal = await Deals(ctx.uow, ctx.principal).win(record_id)
    return _closed(deal, _("Won: %(name)s"))


@post(f"{_ONE}/loss", needs="deal:edit", include_in_schema=False)
async def lose(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    """Lost, with the reason."""
    data = await sent(ctx.request)
    winner = next(iter(ids([data.get("competitor_id")])), None)
    deals = Deals(ctx.uow, ctx.principal)
    note = one_line(data.get("note"))[:500]
    deal = await deals.lose(record_id, data.get("reason"), note, winner)
    return _closed(deal, _("Lost: %(name)s"))


@post(f"{_ONE}/invalidation", needs="deal:edit", include_in_schema=False)
async def invalidate(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    """It never was a deal."""
    deal = await Deals(ctx.uow, ctx.principal).invalidate(record_id)
    return _closed(deal, _("Called off: %(name)s"))


@post(f"{_ONE}/reopening", needs="deal:edit", include_in_schema=False)
async def reopen(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    """Open again, where it was open last."""
    await Deals(ctx.uow, ctx.principal).reopen(record_id)
    back = ctx.request.query_params.get("back") == "board"
    at = shell.current().at("deals" if back else f"deals/{record_id}")
    return redirect(at, toast=Toast(_("The deal is open again.")))


@post(f"{_ONE}/checklist", needs="deal:edit", include_in_schema=False)
async def check(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    """What of the checklists is done."""
    data = await sent(ctx.request)
    await Deals(ctx.uow, ctx.principal).check(record_id, data.all("done"))
    return redirect(shell.current().at(f"deals/{record_id}"), toast=Toast(_("Saved.")))


@post(f"{_ONE}/roles", needs="deal:edit", include_in_schema=False)
async def give_role(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    """What part a contact plays."""
    data = await sent(ctx.request)
    found, role = ids([data.get("contact_id")]), data.get("role")
    if not found or role not in PARTS:
        raise Invalid(_("Choose a contact and a part."))
    await set_role(Deals(ctx.uow, ctx.principal), record_id, found[0], role)  # type: ignore[arg-type]
    return redirect(shell.current().at(f"deals/{record_id}"), toast=Toast(_("Saved.")))


def _closed(deal: View, words: str) -> Response[str]:
    at = shell.current().at(f"deals/{deal['id']}")
    text = words % {"name": deal["title"][:80]}
    return redirect(at, toast=Toast(text, undo=f"{at}/reopening"))


async def _course(ctx: Ctx, _kind: RecordType, deal: View) -> dict[str, Any]:
    known = await pipelines(ctx.uow)
    pipeline = known.get(deal["pipeline_id"])
    stage = known.stages.get(deal["stage_id"])
    kept = as_kept(DEAL, ctx.principal)
    limits = (stage.target_days, stage.rot_days) if stage else (None, None)
    return {
        "pipeline": pipeline,
        "stage": stage,
        "age": age(deal, *limits),
        "wanted": {
            one.id: [str(label_of(kept, name)) for name in needed(kept, one.needs)]
            for one in (pipeline.stages if pipeline else ())
        },
    }


async def _parts(ctx: Ctx, _kind: RecordType, deal: View) -> dict[str, Any]:
    found = await beside(ctx.uow, ctx.principal, deal["id"])
    priced = sees_prices(ctx.principal)
    return {"beside": found, "lines": found.lines, "parts": PARTS, "priced": priced}


def _is_deal(kind: RecordType) -> bool:
    return kind is DEAL


add_panel(
    Panel(
        name="deal-buttons",
        place="actions",
        template=f"{TEMPLATES}/buttons.html",
        applies=_is_deal,
        needs="deal:edit",
    )
)
add_panel(
    Panel(
        name="deal-course",
        place="top",
        template=f"{TEMPLATES}/course.html",
        applies=_is_deal,
        load=_course,
    )
)
add_panel(
    Panel(
        name="deal-parts",
        place="side",
        template=f"{TEMPLATES}/parts.html",
        applies=_is_deal,
        load=_parts,
    )
)

ROUTES = [loss_dialog, win, lose, invalidate, reopen, check, give_role]
