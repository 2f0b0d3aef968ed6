"""One workspace: how it does, and what an operator does to it, with a reason and on record."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from app.console.deeds.service import in_workspace, reason_of, write_down
from app.console.people.service import Named
from app.console.work import OperatorWork
from app.console.workspaces.words import STATUS
from app.operating import subscriptions
from billing.prepaid.service import order_called, settle
from billing.subscription.bought import Bought
from billing.subscription.service import found
from billing.switch import selling
from billing.usage.service import Used, usage
from kernel import clock
from kernel.entitled import entitled_by
from kernel.errors import Conflict, NotFound
from kernel.i18n import _
from kernel.money import Money
from kernel.principal import Principal
from tenants.access.roles import ROLES
from tenants.audit.notes import note

_ONE: Final = """
SELECT w.id, w.slug, w.name, w.language, w.currency, w.status, w.created_at, w.ends_at,
       w.entitled, w.flags
FROM workspace w WHERE w.id = $1
"""
_PEOPLE: Final = """
SELECT m.id, coalesce(nullif(m.name, ''), h.name, h.email) AS name, h.email, m.role, m.created_at,
       r.name AS role_name
FROM membership m JOIN person h ON h.id = m.person_id AND h.closed_at IS NULL
LEFT JOIN role r ON r.tenant_id = $1 AND r.code = m.role
WHERE m.tenant_id = $1 AND m.status = 'active'
ORDER BY m.tenant_id, m.role <> 'owner', m.created_at, m.id LIMIT 200
"""
_MONEY: Final = """
SELECT e.at, e.actor_name, e.source, e.before, e.after FROM event e
WHERE e.tenant_id = $1 AND e.record_type = 'subscription'
ORDER BY e.tenant_id DESC, e.at DESC, e.id DESC LIMIT 30
"""
_ORDERS: Final = """
SELECT o.id, o.reference, o.amount_minor, o.currency, o.due_at FROM prepaid_order o
WHERE o.tenant_id = $1 AND o.state = 'open' ORDER BY o.tenant_id, o.created_at LIMIT 20
"""
_TURN: Final = "UPDATE workspace SET status = $3 WHERE id = $1 AND status = $2"

Act = Callable[[OperatorWork, Principal, str], Awaitable[dict[str, Any]]]


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """A workspace as its page shows it; what is about money is empty where nothing is sold."""

    place: dict[str, Any]
    people: list[dict[str, Any]]
    meters: list[Used]
    bought: Bought | None
    plan: str
    told: list[dict[str, Any]]
    orders: list[dict[str, Any]]


async def place_of(work: OperatorWork, workspace_id: UUID) -> dict[str, Any]:
    """The workspace's own row; raises `NotFound`."""
    row = await work.fetchrow(_ONE, workspace_id)
    if row is None:
        raise NotFound
    return dict(row)


async def seen(work: OperatorWork, workspace_id: UUID) -> Seen:
    """All of the page, behind the wall of this workspace alone."""
    place = await place_of(work, workspace_id)
    await work.step_into(workspace_id)
    rows = await work.fetch(_PEOPLE, workspace_id)
    people = [{**row, "role_label": row["role_name"] or _label(row["role"])} for row in rows]
    entitled = entitled_by(place["entitled"])
    bought = await found(work) if selling.on else None
    told = await work.fetch(_MONEY, workspace_id) if selling.on else []
    orders = await work.fetch(_ORDERS, workspace_id) if selling.on else []
    seen = Seen(
        place=place,
        people=people,
        meters=await usage(work, entitled),
        bought=bought,
        plan=entitled.now().plan,
        told=[dict(row) for row in told],
        orders=[dict(row) for row in orders],
    )
    await work.step_back()
    return seen


def _label(role: str) -> str:
    return str(ROLES[role].label) if role in ROLES else role


async def act_upon(
    work: OperatorWork, me: Named, workspace_id: UUID, deed: str, reason: str, act: Act
) -> dict[str, Any]:
    """Do it in the workspace's transaction, and write it down in both audits; what was done."""
    why = reason_of(reason)
    place = await place_of(work, workspace_id)
    await work.step_into(workspace_id)
    actor = in_workspace(me, workspace_id)
    said = await act(work, actor, why)
    after = {"deed": deed, "reason": why, **said}
    await note(work, actor, "operator", workspace_id, "operated", after=after)
    await work.step_back()
    await write_down(work, me, deed, workspace=place, reason=why, said=said)
    return said


def turning(before: str, after: str) -> Act:
    """From one state to another; a workspace that is not in the first is refused."""

    async def act(work: OperatorWork, actor: Principal, _why: str) -> dict[str, Any]:
        if not await work.execute(_TURN, actor.tenant_id, before, after):
            raise Conflict(_("It is not %(state)s.", state=STATUS[before]))
        return {"status": after}

    return act


def giving(
    plan: str, seats: int, interval: str, until: datetime | None, charged_minor: int = 0
) -> Act:
    """A plan that is given, or paid for elsewhere: then so much for a period."""

    async def act(work: OperatorWork, actor: Principal, _why: str) -> dict[str, Any]:
        bought = await subscriptions.held(work, actor)
        await subscriptions.given(
            work,
            actor,
            bought,
            plan,
            seats=seats,
            interval=interval,
            until=until,
            charged_minor=charged_minor,
        )
        ends = {"until": f"{until:%Y-%m-%d}"} if until else {}
        paid = {"charged_minor": charged_minor} if charged_minor else {}
        return {"plan": plan, "seats": seats, **ends, **paid}

    return act


def crediting(amount_minor: int, currency: str = "") -> Act:
    """So much less on the coming invoices, in the workspace's currency unless another is said."""

    async def act(work: OperatorWork, actor: Principal, why: str) -> dict[str, Any]:
        bought = await subscriptions.held(work, actor)
        amount = Money(amount_minor, currency or bought.currency)
        await subscriptions.credited(work, actor, bought, amount, why)
        return {"amount_minor": amount_minor, "currency": amount.currency}

    return act


def receiving(order_id: UUID) -> Act:
    """An order that was paid by transfer: its period begins. Again, it changes nothing."""

    async def act(work: OperatorWork, actor: Principal, _why: str) -> dict[str, Any]:
        order = await order_called(work, order_id)
        if not await settle(work, actor, order, clock.now(), by="operator"):
            raise Conflict
        return {"reference": order.reference}

    return act


def prolonging(days: int) -> Act:
    """A trial that goes on, or begins again."""

    async def act(work: OperatorWork, actor: Principal, _why: str) -> dict[str, Any]:
        bought = await subscriptions.held(work, actor)
        after = await subscriptions.prolonged(work, actor, bought, days)
        return {"trial_ends_at": str(after.trial_ends_at)}

    return act
