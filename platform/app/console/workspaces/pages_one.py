"""One workspace, and the buttons that do something to it."""

from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from uuid import UUID

from litestar.params import FromPath
from litestar.response import Response

from app.console.deeds.service import deeds
from app.console.door import me_of, work_of
from app.console.stuck.service import of_workspace
from app.console.workspaces.service import (
    Act,
    act_upon,
    crediting,
    giving,
    place_of,
    prolonging,
    receiving,
    seen,
    turning,
)
from app.console.workspaces.words import ACTIONS, BOUGHT, STATUS, STATUS_KINDS
from billing.plans.shelf import offers
from billing.switch import demand_selling, selling
from billing.usage.service import Used
from billing.usage.telling import amount
from kernel.errors import Invalid, Refused, Unreadable
from kernel.features import FLAGS
from kernel.http import OPERATOR, Ctx, get, post
from kernel.i18n import _
from kernel.money import from_decimal
from tenants.audit.words import plainly
from tenants.people.doors import form_of
from web.render import page, redirect
from web.toasts import Toast

ONE: Final = "/operator/workspaces/{workspace_id:uuid}"
PAGE: Final = "app/console/workspaces/templates/one.html"
_NAMES: Final = ("reason", "plan", "seats", "interval", "until", "amount", "days", "charged")


@get(ONE, needs=OPERATOR, include_in_schema=False)
async def workspace_page(ctx: Ctx, workspace_id: FromPath[UUID]) -> Response[str]:
    return await shown(ctx, workspace_id)


@post(f"{ONE}/suspension", needs=OPERATOR, include_in_schema=False)
async def suspend(ctx: Ctx, workspace_id: FromPath[UUID]) -> Response[str]:
    return await _done(ctx, workspace_id, "suspended", lambda _f: turning("active", "suspended"))


@post(f"{ONE}/resumption", needs=OPERATOR, include_in_schema=False)
async def resume(ctx: Ctx, workspace_id: FromPath[UUID]) -> Response[str]:
    return await _done(ctx, workspace_id, "resumed", lambda _f: turning("suspended", "active"))


@post(f"{ONE}/plan", needs=OPERATOR, include_in_schema=False)
async def give_plan(ctx: Ctx, workspace_id: FromPath[UUID]) -> Response[str]:
    def act(form: dict[str, str]) -> Act:
        until = _day(form["until"]) if form["until"] else None
        seats = _whole(form["seats"], "seats")
        paid = _amount(form["charged"], "charged") if form["charged"].strip() else 0
        return giving(form["plan"], seats, form["interval"], until, paid)

    return await _done(ctx, workspace_id, "plan_given", act, sells=True)


@post(f"{ONE}/trial", needs=OPERATOR, include_in_schema=False)
async def extend_trial(ctx: Ctx, workspace_id: FromPath[UUID]) -> Response[str]:
    return await _done(
        ctx,
        workspace_id,
        "trial_extended",
        lambda form: prolonging(_whole(form["days"], "days")),
        sells=True,
    )


@post(f"{ONE}/credit", needs=OPERATOR, include_in_schema=False)
async def give_credit(ctx: Ctx, workspace_id: FromPath[UUID]) -> Response[str]:
    return await _done(
        ctx, workspace_id, "credited", lambda form: crediting(_amount(form["amount"])), sells=True
    )


@post(f"{ONE}/orders/{{order_id:uuid}}/payment", needs=OPERATOR, include_in_schema=False)
async def mark_paid(
    ctx: Ctx, workspace_id: FromPath[UUID], order_id: FromPath[UUID]
) -> Response[str]:
    return await _done(ctx, workspace_id, "order_paid", lambda _f: receiving(order_id), sells=True)


async def _done(
    ctx: Ctx, workspace_id: UUID, deed: str, act: Any, *, sells: bool = False
) -> Response[str]:
    """Do it, or show the page again with what was wrong."""
    if sells:
        demand_selling()
    form = await form_of(ctx, *_NAMES)
    work, me = work_of(ctx), me_of(ctx)
    await place_of(work, workspace_id)
    try:
        async with work.savepoint():
            await act_upon(work, me, workspace_id, deed, form["reason"], act(form))
    except Refused as error:
        return await shown(ctx, workspace_id, error=error, deed=deed, form=form)
    toast = Toast(_("Done, and written down here and in the workspace."))
    return redirect(f"/operator/workspaces/{workspace_id}", toast=toast)


async def shown(
    ctx: Ctx,
    workspace_id: UUID,
    *,
    error: Refused | None = None,
    deed: str = "",
    form: dict[str, str] | None = None,
) -> Response[str]:
    work = work_of(ctx)
    found = await seen(work, workspace_id)
    return page(
        PAGE,
        status_code=error.status if error else 200,
        headers=error.headers if error else None,
        seen=found,
        place=found.place,
        meters=[(m.label, _meter(m)) for m in found.meters],
        member_options=[
            (one["id"], f"{one['name']} ({one['role_label']})") for one in found.people
        ],
        told=[{**one, "changes": plainly(one, {})} for one in found.told],
        stuck=await of_workspace(work, workspace_id),
        deeds=await deeds(work, workspace_id, most=20),
        flags=FLAGS,
        plans=[(o.plan, o.name) for o in await offers(work)] if selling.on else [],
        action_words=ACTIONS,
        bought_words=BOUGHT,
        status_words=STATUS,
        status_kinds=STATUS_KINDS,
        sells=selling.on,
        error=error,
        deed=deed,
        form=form or {},
    )


def _meter(meter: Used) -> str:
    used = amount(meter.name, meter.used)
    if meter.cap is None:
        return used
    return _("%(used)s of %(cap)s", used=used, cap=amount(meter.name, meter.cap))


def _whole(text: str, field: str) -> int:
    if not text.strip().isdecimal() or len(text) > 6:  # noqa: PLR2004 -- a million of anything
        raise Invalid(fields={field: _("A whole number.")})
    return int(text)


def _day(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError as error:
        raise Unreadable from error


def _amount(text: str, field: str = "amount") -> int:
    """Two decimals in all currencies that are sold in."""
    try:
        given = Decimal(text.strip().replace(",", "."))
    except InvalidOperation as error:
        raise Invalid(fields={field: _("An amount, such as 15.00.")}) from error
    if not given.is_finite() or not 0 < given <= 100_000:  # noqa: PLR2004 -- more is a slip
        raise Invalid(fields={field: _("An amount, such as 15.00.")})
    return from_decimal(given, "EUR").amount_minor


ROUTES = [workspace_page, suspend, resume, give_plan, extend_trial, give_credit, mark_paid]
