"""How activities look, and the line on a customer's page in which one is logged."""

from typing import Any
from uuid import UUID

from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Response

from crm.activities.activity.kinds import kinds_of
from crm.activities.activity.model import ACTIVITY
from crm.activities.activity.service import Activities
from crm.records.pages.editing import attempt
from crm.records.pages.forms import Form, sent
from crm.records.pages.panels import Panel, add_panel
from crm.records.pages.presenting import ALL, MINE, ListView, Presentation, present
from crm.records.reading import View, demand_visible
from crm.records.service import service_of
from crm.records.types import RecordType, record_types
from kernel.errors import Forbidden, Invalid
from kernel.filters import Test
from kernel.http import Ctx, post
from kernel.i18n import _, lazy
from web import shell
from web.render import redirect
from web.toasts import Toast

present(
    ACTIVITY,
    Presentation(
        columns=("kind", "links", "outcome", "next_step", "owner_id", "happened_at"),
        facts=(
            "kind",
            "happened_at",
            "links",
            "outcome",
            "call_outcome",
            "mood",
            "satisfaction",
            "way",
            "duration_minutes",
            "address",
            "distance",
            "verified",
            "next_step",
            "next_at",
            "owner_id",
        ),
        first=("text", "kind", "happened_at", "next_step", "next_at"),
        search=("text",),
        lead="text",
        body="text",
        inline=frozenset({"outcome", "kind"}),
        views=(
            ALL,
            MINE,
            ListView("week", lazy("This week"), Test("happened_at", "within", "this_week")),
        ),
        empty=lazy("Log the first visit or call, here or by one sentence in the chat."),
        new_label=lazy("Log activity"),
        icon="calendar-days",
    ),
)


async def _composer(ctx: Ctx, _kind: RecordType, record: View) -> dict[str, Any]:
    return {"kinds": kinds_of(ctx.principal), "about": record["id"]}


add_panel(
    Panel(
        name="composer",
        place="top",
        template="crm/activities/activity/templates/composer.html",
        applies=lambda kind: kind.followed,
        load=_composer,
        needs="activity:create",
    )
)


def _log_about(kind: RecordType) -> HTTPRouteHandler:
    @post(
        f"/{{workspace:str}}/{kind.plural}/{{record_id:uuid}}/log",
        needs=f"{kind.name}:see",
        include_in_schema=False,
    )
    async def log_about(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
        """Log what happened with this customer, and the next step."""
        record = await service_of(kind.name, ctx.uow, ctx.principal).get(record_id)
        if not ctx.principal.may("activity:create"):
            raise Forbidden
        form = Form(ACTIVITY, ("text", "kind", "next_step", "next_at"))
        form.take(await sent(ctx.request))

        async def save() -> View:
            values = {k: v for k, v in form.values().items() if v is not None}
            links = [{"id": linked} for linked in await _about(ctx, kind, record)]
            return await Activities(ctx.uow, ctx.principal).create({**values, "links": links})

        made = await attempt(ctx, form, save)
        if made is None:
            raise Invalid(form.alert or " ".join(form.errors.values()), fields=form.errors)
        at = shell.current().at
        toast = Toast(_("Logged."), undo=at(f"activities/{made['id']}/deletion"))
        return redirect(at(f"{kind.plural}/{record_id}"), toast=toast)

    return log_about


async def _about(ctx: Ctx, kind: RecordType, record: View) -> list[UUID]:
    """The record, and the customers in whose name it is kept (those of a deal)."""
    named = [UUID(str(i)) for field in kind.logged_with for i in record[field]]
    seen = await demand_visible(ctx.uow, ctx.principal, named)
    return [record["id"], *(i for i in named if i in seen)]


def log_routes() -> list[HTTPRouteHandler]:
    """For every type that is followed."""
    return [_log_about(kind) for kind in record_types() if kind.followed]
