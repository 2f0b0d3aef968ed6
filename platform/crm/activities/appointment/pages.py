"""How appointments look: who is taken elsewhere, the next times, and changing one of them."""

from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from litestar.params import FromPath
from litestar.response import Response

from crm.activities.appointment.model import APPOINTMENT
from crm.activities.appointment.rows import times_of
from crm.activities.appointment.service import Appointments
from crm.activities.appointment.timing import changes_from, series_of
from crm.activities.calendar.clashing import conflicts
from crm.activities.recurring import occurrences
from crm.records.kinds.times import moment
from crm.records.pages.forms import sent
from crm.records.pages.panels import Panel, add_panel
from crm.records.pages.presenting import ALL, MINE, SHARED_WITH_ME, ListView, Presentation, present
from crm.records.reading import View
from crm.records.types import RecordType
from kernel import clock
from kernel.errors import Invalid
from kernel.filters import Test
from kernel.formats import local
from kernel.http import Ctx, post
from kernel.i18n import _, lazy
from tenants.workspace.answers import settled
from web import shell

TEMPLATES: Final = "crm/activities/appointment/templates"
AHEAD: Final = timedelta(days=400)
SHOWN: Final = 6

present(
    APPOINTMENT,
    Presentation(
        columns=("starts_at", "ends_at", "place", "links", "attendees", "owner_id"),
        facts=(
            "starts_at",
            "ends_at",
            "all_day",
            "time_zone",
            "place",
            "links",
            "guests",
            "attendees",
            "owner_id",
            "repeat",
            "repeat_every",
            "repeat_on",
            "repeat_until",
            "remind_minutes",
        ),
        first=("title", "starts_at", "ends_at", "place", "links", "attendees"),
        search=("title", "place", "notes"),
        lead="title",
        body="notes",
        inline=frozenset({"place"}),
        views=(
            ALL,
            MINE,
            SHARED_WITH_ME,
            ListView("week", lazy("This week"), Test("starts_at", "within", "this_week")),
        ),
        empty=lazy("An agreed time with a customer or colleagues, once or every week."),
        new_label=lazy("New appointment"),
        icon="calendar-days",
    ),
)


@post(
    "/{workspace:str}/appointments/{record_id:uuid}/occurrences",
    needs="appointment:edit",
    include_in_schema=False,
)
async def change_occurrence(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    """Move one time, call it off, or put it back as it was planned."""
    data = await sent(ctx.request)
    appointments = Appointments(ctx.uow, ctx.principal)
    back = shell.current().at(f"appointments/{record_id}")

    async def work() -> None:
        day = _day(data.get("day"))
        match data.get("state"):
            case "called_off":
                await appointments.call_off(record_id, day)
            case "planned":
                await appointments.replan(record_id, day)
            case _:
                await appointments.reschedule(record_id, day, _moment(data.get("to")), None)

    return await settled(ctx, work(), back, _("Done."))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Invalid(fields={"day": _("A day such as 2026-01-31 is expected.")}) from error


def _moment(text: str) -> Any:
    try:
        return moment(text)
    except ValueError as error:
        raise Invalid(fields={"to": _("Choose a time.")}) from error


async def _conflicts(ctx: Ctx, _kind: RecordType, record: View) -> dict[str, Any]:
    return {"conflicts": await conflicts(ctx.uow, ctx.principal, record)}


async def _times(ctx: Ctx, _kind: RecordType, record: View) -> dict[str, Any]:
    row = await times_of(ctx.uow, record["id"]) if record["repeat"] else None
    if row is None:
        return {"times": [], "off": []}
    series, changes = series_of(row), changes_from(row["changes"])
    now = clock.now()
    first = max(now, row["starts_at"])
    return {
        "times": occurrences(series, changes, first, first + AHEAD)[:SHOWN],
        "off": [
            day
            for day, change in changes.items()
            if change.start is None and day >= now.date() - timedelta(days=1)
        ][:SHOWN],
        "typed": lambda at: local(at).strftime("%Y-%m-%dT%H:%M"),
        "may_change": ctx.principal.may("appointment:edit"),
    }


for name, load in (("conflicts", _conflicts), ("times", _times)):
    add_panel(
        Panel(
            name=f"appointment-{name}",
            place="top",
            template=f"{TEMPLATES}/{name}.html",
            applies=lambda kind: kind is APPOINTMENT,
            load=load,
            needs="appointment:see",
        )
    )

ROUTES = [change_occurrence]
