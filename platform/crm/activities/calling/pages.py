"""Calling by a list, made for thumb and keyboard: whom, which number, what to say, what came."""

from typing import Any, Final
from uuid import UUID

from litestar.params import FromPath
from litestar.response import Response

from crm.activities.activity.model import ACTIVITY
from crm.activities.calling.blocking import WHY
from crm.activities.calling.outcomes import Outcome, call_again, give_back, log, skip
from crm.activities.calling.reporting import report
from crm.activities.calling.rules import label_of_outcome, rules
from crm.activities.calling.turns import calling, current, take_next
from crm.customers.worklist.members import entry_of
from crm.customers.worklist.model import CALLS, STATES, WORKLIST
from crm.customers.worklist.pages import ENTRY, ONE
from crm.customers.worklist.reading import entries, kind_of
from crm.records.narrowing import as_seen
from crm.records.pages.forms import Form, ids, sent
from crm.records.pages.list import Long, Short
from crm.records.pages.panels import Panel, add_panel
from crm.records.pages.presenting import presentation_of
from crm.records.pages.showing import TAG_KINDS, Show
from crm.records.people import people
from crm.records.reading import View
from crm.records.service import service_of
from crm.records.timeline import timeline
from crm.records.types import RecordType
from kernel.errors import Invalid, Refused
from kernel.http import Ctx, get, post
from kernel.i18n import _
from tenants.workspace.answers import HIDDEN, why
from web import shell
from web.render import page, redirect
from web.toasts import Toast

TEMPLATES: Final = "crm/activities/calling/templates"
_SAID: Final = 3


@post(f"{ONE}/turns", needs="worklist:edit", include_in_schema=False)
async def start(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    """Take the next one, and go to it."""
    try:
        await take_next(ctx.uow, ctx.principal, record_id)
    except Refused as error:
        if error.status in HIDDEN:
            raise
        await ctx.uow.finish(commit=False)
        at = shell.current().at(f"worklists/{record_id}")
        return redirect(at, toast=Toast(why(error), "error"))
    return redirect(shell.current().at(f"worklists/{record_id}/calling"))


@get(f"{ONE}/calling", needs="worklist:edit", include_in_schema=False)
async def calling_page(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    """What one has in hand; nothing is taken by looking."""
    worklist = await calling(ctx.uow, ctx.principal, record_id)
    offer = await current(ctx.uow, ctx.principal, record_id)
    context: dict[str, Any] = {
        "worklist": worklist,
        "turn": offer.turn,
        "later_at": offer.later_at,
        "report": await report(ctx.uow, ctx.principal, worklist),
        "show": Show(await people(ctx.uow)),
    }
    if offer.turn is not None:
        context |= await _customer(ctx, worklist, offer.turn.entry.record_id)
    return page(f"{TEMPLATES}/calling.html", **context)


@post(f"{ENTRY}/outcome", needs="activity:create", include_in_schema=False)
async def log_by_form(ctx: Ctx, entry_id: FromPath[UUID]) -> Response[str]:
    """Log the call, and take the next one."""
    data = await sent(ctx.request)
    form = Form(ACTIVITY, ("text", "next_step", "next_at"))
    form.take(data)
    worklist_id = (await entry_of(ctx.uow, ctx.principal, entry_id)).worklist["id"]
    at = shell.current().at(f"worklists/{worklist_id}/calling")
    try:
        values = form.values()
        spoken = ids([data.get("contact_id")])
        said = Outcome(
            outcome=data.get("outcome")[:80],
            text=values.get("text") or "",
            next_step=values.get("next_step"),
            next_at=values.get("next_at"),
            contact_id=spoken[0] if spoken else None,
        )
        done = await log(ctx.uow, ctx.principal, entry_id, said)
        await take_next(ctx.uow, ctx.principal, worklist_id)
    except Refused as error:
        if error.status in HIDDEN:
            raise
        await ctx.uow.finish(commit=False)
        return redirect(at, toast=Toast(why(error), "error"))
    label = label_of_outcome(ctx.principal, done.entry.outcome)
    return redirect(at, toast=Toast(f"{done.entry.title}{_(': ')}{label}"))


@post(f"{ENTRY}/skipping", needs="activity:create", include_in_schema=False)
async def skip_by_form(ctx: Ctx, entry_id: FromPath[UUID]) -> Response[str]:
    """Not this one; the next."""
    worklist_id = (await entry_of(ctx.uow, ctx.principal, entry_id)).worklist["id"]
    gone = await skip(ctx.uow, ctx.principal, entry_id)
    await take_next(ctx.uow, ctx.principal, worklist_id)
    at = shell.current().at(f"worklists/{worklist_id}/calling")
    return redirect(at, toast=Toast(_("Skipped: %(name)s", name=gone.title)))


@post(f"{ENTRY}/giving-back", needs="activity:create", include_in_schema=False)
async def give_back_by_form(ctx: Ctx, entry_id: FromPath[UUID]) -> Response[str]:
    """Enough for now: somebody else may call."""
    worklist_id = (await entry_of(ctx.uow, ctx.principal, entry_id)).worklist["id"]
    await give_back(ctx.uow, ctx.principal, entry_id)
    return redirect(shell.current().at(f"worklists/{worklist_id}"))


@post(f"{ENTRY}/again", needs="activity:create", include_in_schema=False)
async def again_by_form(ctx: Ctx, entry_id: FromPath[UUID]) -> Response[str]:
    """Waits once more."""
    worklist_id = (await entry_of(ctx.uow, ctx.principal, entry_id)).worklist["id"]
    await call_again(ctx.uow, ctx.principal, entry_id)
    return redirect(shell.current().at(f"worklists/{worklist_id}"), toast=Toast(_("Saved.")))


@get(f"{ONE}/entries", needs="worklist:see", include_in_schema=False)
async def entries_page(
    ctx: Ctx, record_id: FromPath[UUID], in_state: Short = "", after: Long = ""
) -> Response[str]:
    """Everybody on the list, where each stands."""
    worklist = await calling(ctx.uow, ctx.principal, record_id)
    return page(f"{TEMPLATES}/entries.html", **await _rows(ctx, worklist, in_state, after))


async def _customer(ctx: Ctx, worklist: View, record_id: UUID) -> dict[str, Any]:
    kind = as_seen(kind_of(worklist), ctx.principal)
    record = await service_of(kind.name, ctx.uow, ctx.principal).get(record_id)
    facts = [n for n in presentation_of(kind).facts if n not in {"phones", "owner_id"}]
    known = list((await rules(ctx.uow, ctx.principal)).values())
    stream = await timeline(ctx.uow, ctx.principal, record_id, limit=_SAID, only="activity")
    return {
        "kind": kind,
        "record": record,
        "facts": [n for n in facts if record[n] not in (None, "", [])][:8],
        "outcomes": known,
        "shades": TAG_KINDS,
        "stream": stream,
    }


async def _rows(ctx: Ctx, worklist: View, state: str, after: str) -> dict[str, Any]:
    place = ids([after])
    if after and not place:
        raise Invalid(_("This cannot be read. Please check it."))
    found = await entries(
        ctx.uow,
        ctx.principal,
        worklist,
        state=state if state in STATES else "",
        after=place[0] if place else None,
    )
    labels = {o.rule.outcome: o.label for o in (await rules(ctx.uow, ctx.principal)).values()}
    everybody = await people(ctx.uow)
    return {
        "worklist": worklist,
        "found": found,
        "state": state,
        "states": STATES,
        "labels": labels,
        "people": everybody,
        "holds": kind_of(worklist),
    }


async def _panel(ctx: Ctx, _kind: RecordType, record: View) -> dict[str, Any]:
    if record["purpose"] != CALLS or not ctx.principal.may(f"{record['holds']}:see"):
        return {"report": None}
    known = await report(ctx.uow, ctx.principal, record)
    return {"report": known, "why": WHY, **await _rows(ctx, record, "", "")}


add_panel(
    Panel(
        name="calling",
        place="top",
        template=f"{TEMPLATES}/panel.html",
        applies=lambda kind: kind.name == WORKLIST.name,
        load=_panel,
    )
)

ROUTES = [
    start,
    calling_page,
    log_by_form,
    skip_by_form,
    give_back_by_form,
    again_by_form,
    entries_page,
]
