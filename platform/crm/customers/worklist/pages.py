"""How customer lists look, filling them, and the lists of one customer on that customer's page."""

from typing import Any, Final
from uuid import UUID

import msgspec
from litestar.params import FromPath
from litestar.response import Response

from crm.customers.segment.service import segments
from crm.customers.worklist.changing import change_members
from crm.customers.worklist.exporting import sheet
from crm.customers.worklist.members import fill, take_off
from crm.customers.worklist.model import CALLS, PLANNED, STATES, TARGETS, WORKLIST
from crm.customers.worklist.reading import lists_of
from crm.customers.worklist.service import Worklists
from crm.records.narrowing import as_seen
from crm.records.pages.forms import Sent, ids, sent
from crm.records.pages.list import Short
from crm.records.pages.panels import Panel, add_panel
from crm.records.pages.presenting import ALL, MINE, ListView, Presentation, present
from crm.records.pages.tools import ListTool, add_tool
from crm.records.people import people
from crm.records.service import service_of
from crm.records.types import record_type
from crm.records.views.showing import query_of, shown_as
from kernel.errors import Forbidden, Invalid, NotFound
from kernel.filters import MAX_TEXT, Test, parse, tree
from kernel.http import Ctx, get, post
from kernel.i18n import _, lazy
from tenants.workspace.answers import here, settled
from web import shell
from web.nav import Entry, navigation
from web.render import fragment, page, redirect
from web.toasts import Toast

TEMPLATES: Final = "crm/customers/worklist/templates"
ONE: Final = "/{workspace:str}/worklists/{record_id:uuid}"
ENTRY: Final = "/{workspace:str}/worklist-entries/{entry_id:uuid}"
_HELD: Final = ("company", "contact", "lead")

present(
    WORKLIST,
    Presentation(
        columns=("purpose", "holds", "status", "owner_id", "updated_at"),
        facts=("status", "purpose", "holds", "goal", "window_days", "owner_id", "created_at"),
        first=("name", "purpose", "holds", "script"),
        search=("name", "goal"),
        inline=frozenset({"status", "goal", "window_days"}),
        views=(
            ALL,
            ListView("calls", lazy("Call lists"), Test("purpose", "eq", CALLS)),
            ListView("targets", lazy("Target accounts"), Test("purpose", "eq", TARGETS)),
            MINE,
        ),
        empty=lazy("Make a list of customers to call or to win, and fill it from a segment."),
        new_label=lazy("New list"),
        icon="clipboard-list",
    ),
)
navigation.add(
    "main",
    Entry(
        key="worklists",
        label=lazy("Customer lists"),
        icon="clipboard-list",
        path="worklists",
        order=38,
        permission="worklist:see",
    ),
)


@get(f"{ONE}/filling", needs="worklist:edit", include_in_schema=False)
async def filling_dialog(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    """From which segment, and who calls."""
    worklist = await Worklists(ctx.uow, ctx.principal).get(record_id)
    known = [s for s in await segments(ctx.uow, ctx.principal) if s.type == worklist["holds"]]
    return fragment(
        f"{TEMPLATES}/filling.html",
        record=worklist,
        kind=record_type(worklist["holds"]),
        segments=[(str(s.id), f"{'  ' * s.depth}{s.name} ({s.count})") for s in known],
        members=(await people(ctx.uow)).options,
    )


@post(f"{ONE}/filling", needs="worklist:edit", include_in_schema=False)
async def fill_by_form(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    """Whoever is in the segment now comes onto the list."""
    chosen = ids([(await sent(ctx.request)).get("segment_id")])

    async def work() -> None:
        if not chosen:
            raise Invalid(_("Choose a segment."))
        await fill(ctx.uow, ctx.principal, record_id, segment_id=chosen[0])

    return await settled(ctx, work(), here(ctx, f"worklists/{record_id}"), _("The list is filled."))


@post(f"{ONE}/assignment", needs="worklist:edit", include_in_schema=False)
async def deal_out_by_form(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    """Those who wait are dealt out among members; among nobody, they are free for all."""
    chosen = ids((await sent(ctx.request)).all("member_id"))
    work = change_members(ctx.uow, ctx.principal, record_id, chosen)
    return await settled(ctx, work, here(ctx, f"worklists/{record_id}"), _("Saved."))


@post(f"{ONE}/status", needs="worklist:edit", include_in_schema=False)
async def set_status(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    """Paused, running again, finished."""
    values = {"status": (await sent(ctx.request)).get("status")}
    work = Worklists(ctx.uow, ctx.principal).edit(record_id, values, None)
    return await settled(ctx, work, here(ctx, f"worklists/{record_id}"), _("Saved."))


@get("/{workspace:str}/worklists/entering", needs="worklist:edit", include_in_schema=False)
async def entering_dialog(ctx: Ctx, type: Short = "", ticked: Short = "") -> Response[str]:
    """What is ticked comes onto a list, or all that the list shows."""
    if type not in _HELD or not ctx.principal.may(f"{type}:see"):
        raise NotFound
    kind = as_seen(record_type(type), ctx.principal)
    shown = await shown_as(ctx, kind, query_of(ctx))
    rows = await lists_of(ctx.uow, ctx.principal, type)
    return fragment(
        f"{TEMPLATES}/entering.html",
        kind=kind,
        ticked=bool(ticked),
        said=msgspec.json.encode(tree(shown.where)).decode(),
        lists=[(str(row["id"]), row["name"]) for row in rows],
    )


@post("/{workspace:str}/worklists/enter", needs="worklist:edit", include_in_schema=False)
async def enter_by_form(ctx: Ctx) -> Response[str]:
    """Customers come onto a list: one from its page, or those of a list; a new one if named."""
    data = await sent(ctx.request)
    type, chosen = data.get("type"), ids(data.all("ids"))
    if type not in _HELD:
        raise NotFound
    back = record_type(type).plural
    if data.has("page") and chosen:
        back += f"/{chosen[0]}"

    async def work() -> None:
        if not (chosen or data.has("filter")):
            raise Invalid(_("Tick the records first."))
        worklist_id = await _list_of(ctx, data)
        where = tree(parse(data.get("filter")[:MAX_TEXT])) if data.has("filter") else None
        await fill(ctx.uow, ctx.principal, worklist_id, where=where, record_ids=chosen)

    return await settled(ctx, work(), here(ctx, back), _("They are on the list."))


async def _list_of(ctx: Ctx, data: Sent) -> UUID:
    """The list that was chosen, or a new one by the name that was given."""
    records = Worklists(ctx.uow, ctx.principal)
    if name := data.get("name").strip():
        if not ctx.principal.may("worklist:create"):
            raise Forbidden
        made = await records.create({"name": name, "holds": data.get("type")})
        return msgspec.convert(made["id"], UUID)
    chosen = ids([data.get("worklist_id")])
    if not chosen:
        raise Invalid(_("Choose a list, or name a new one."))
    return chosen[0]


@get(f"{ONE}/export", needs="worklist:export", cost=20, include_in_schema=False)
async def export_page(ctx: Ctx, record_id: FromPath[UUID]) -> Response[bytes]:
    """As a sheet."""
    return await sheet(ctx.uow, ctx.principal, record_id)


@post(f"{ENTRY}/removal", needs="worklist:edit", include_in_schema=False)
async def take_off_by_form(ctx: Ctx, entry_id: FromPath[UUID]) -> Response[str]:
    """Off the list; the customer stays."""
    worklist_id = await take_off(ctx.uow, ctx.principal, entry_id)
    at = shell.current().at(f"worklists/{worklist_id}")
    return redirect(at, toast=Toast(_("Off the list.")))


@get(
    "/{workspace:str}/worklists/about/{type:str}/{record_id:uuid}",
    needs="worklist:see",
    include_in_schema=False,
)
async def lists_of_customer(
    ctx: Ctx, type: FromPath[str], record_id: FromPath[UUID]
) -> Response[str]:
    """On which lists a customer is, and which it could come onto."""
    if type not in _HELD or not ctx.principal.may(f"{type}:see"):
        raise NotFound
    record = await service_of(type, ctx.uow, ctx.principal).get(record_id)
    rows = await lists_of(ctx.uow, ctx.principal, type, record_id)
    context: dict[str, Any] = {
        "record": record,
        "kind": record_type(type),
        "on": [row for row in rows if row["entry_id"]],
        "offered": [(str(r["id"]), r["name"]) for r in rows if not r["entry_id"]],
        "states": {CALLS: STATES, TARGETS: PLANNED},
    }
    if shell.current().partial:
        return fragment(f"{TEMPLATES}/lists.html", **context)
    return page(f"{TEMPLATES}/lists_page.html", **context)


add_tool(
    ListTool(
        label=lazy("Onto a list"),
        icon="list-plus",
        path="worklists/entering",
        applies=lambda kind: kind.name in _HELD,
        needs="worklist:edit",
        of_selected=True,
    )
)
add_panel(
    Panel(
        name="worklists",
        place="side",
        template=f"{TEMPLATES}/panel.html",
        applies=lambda kind: kind.name in _HELD,
        href=lambda kind, record: f"worklists/about/{kind.name}/{record['id']}",
        needs="worklist:see",
    )
)
add_panel(
    Panel(
        name="worklist-buttons",
        place="actions",
        template=f"{TEMPLATES}/buttons.html",
        applies=lambda kind: kind.name == WORKLIST.name,
        needs="worklist:see",
    )
)

ROUTES = [
    filling_dialog,
    fill_by_form,
    deal_out_by_form,
    set_status,
    entering_dialog,
    enter_by_form,
    export_page,
    take_off_by_form,
    lists_of_customer,
]
