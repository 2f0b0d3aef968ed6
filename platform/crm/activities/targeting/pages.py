"""Target accounts on the page of their list, and the plan of each in a dialog."""

from typing import Any, Final
from uuid import UUID

from litestar.params import FromPath
from litestar.response import Response

from crm.activities.targeting.reading import coverage, targeting, targets
from crm.activities.targeting.steps import StepWish, add_step, plan_of, steps
from crm.activities.task.model import TASK
from crm.customers.worklist.changing import change, shown
from crm.customers.worklist.model import PLANNED, TARGETS, WORKLIST
from crm.customers.worklist.pages import ENTRY, ONE
from crm.records.pages.forms import Form, ids, sent
from crm.records.pages.list import Long
from crm.records.pages.panels import Panel, add_panel
from crm.records.people import people
from crm.records.reading import View
from crm.records.types import RecordType
from kernel.errors import Invalid
from kernel.http import Ctx, get, post
from kernel.i18n import _
from tenants.workspace.answers import here, settled
from web.render import fragment, page

TEMPLATES: Final = "crm/activities/targeting/templates"


@get(f"{ONE}/targets", needs="worklist:see", include_in_schema=False)
async def targets_page(ctx: Ctx, record_id: FromPath[UUID], after: Long = "") -> Response[str]:
    """All of them, page by page."""
    worklist = await targeting(ctx.uow, ctx.principal, record_id)
    place = ids([after])
    if after and not place:
        raise Invalid(_("This cannot be read. Please check it."))
    rows = await _rows(ctx, worklist, place[0] if place else None)
    return page(f"{TEMPLATES}/targets.html", worklist=worklist, **rows)


@get(f"{ENTRY}/plan", needs="worklist:see", include_in_schema=False)
async def plan_dialog(ctx: Ctx, entry_id: FromPath[UUID]) -> Response[str]:
    """What is to be reached there, and by which steps."""
    await plan_of(ctx.uow, ctx.principal, entry_id)
    everybody = await people(ctx.uow)
    return fragment(
        f"{TEMPLATES}/plan.html",
        entry=await shown(ctx.uow, ctx.principal, entry_id),
        steps=await steps(ctx.uow, ctx.principal, entry_id),
        states=[(state, str(label)) for state, label in PLANNED.items()],
        people=everybody,
        me=str(ctx.principal.member_id),
    )


@post(f"{ENTRY}/plan", needs="activity:create", include_in_schema=False)
async def keep_plan(ctx: Ctx, entry_id: FromPath[UUID]) -> Response[str]:
    """Goal and state."""
    data = await sent(ctx.request)
    entry = await plan_of(ctx.uow, ctx.principal, entry_id)
    wishes = {"goal": data.get("goal")[:500] or None, "state": data.get("state")}
    work = change(ctx.uow, ctx.principal, entry_id, wishes)
    return await settled(ctx, work, here(ctx, f"worklists/{entry.worklist['id']}"), _("Saved."))


@post(f"{ENTRY}/steps", needs="task:create", include_in_schema=False)
async def add_step_by_form(ctx: Ctx, entry_id: FromPath[UUID]) -> Response[str]:
    """One more step, with somebody and a day."""
    data = await sent(ctx.request)
    entry = await plan_of(ctx.uow, ctx.principal, entry_id)

    async def work() -> None:
        form = Form(TASK, ("title", "due_at"))
        form.take(data)
        values, owner = form.values(), ids([data.get("owner_id")])
        title = values.get("title") or ""
        if not title.strip():
            raise Invalid(fields={"title": _("This is needed.")})
        wish = StepWish(
            title=title[:500], due_at=values.get("due_at"), owner_id=owner[0] if owner else None
        )
        await add_step(ctx.uow, ctx.principal, entry_id, wish)

    back = here(ctx, f"worklists/{entry.worklist['id']}")
    return await settled(ctx, work(), back, _("The step is a task now."))


async def _rows(ctx: Ctx, worklist: View, after: UUID | None) -> dict[str, Any]:
    return {
        "found": await targets(ctx.uow, ctx.principal, worklist, after=after),
        "people": await people(ctx.uow),
        "states": PLANNED,
    }


async def _panel(ctx: Ctx, _kind: RecordType, record: View) -> dict[str, Any]:
    if record["purpose"] != TARGETS or not ctx.principal.may("company:see"):
        return {"coverage": None}
    known = await coverage(ctx.uow, ctx.principal, record)
    return {"coverage": known, **await _rows(ctx, record, None)}


add_panel(
    Panel(
        name="targeting",
        place="top",
        template=f"{TEMPLATES}/panel.html",
        applies=lambda kind: kind.name == WORKLIST.name,
        load=_panel,
    )
)

ROUTES = [targets_page, plan_dialog, keep_plan, add_step_by_form]
