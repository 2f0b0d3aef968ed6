"""An appointment that is dragged on the sheet takes place on another day or at another hour."""

from datetime import date, datetime
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from litestar.params import FromPath
from litestar.response import Response

from crm.activities.appointment.rows import times_of
from crm.activities.appointment.service import Appointments
from crm.activities.appointment.timing import changes_from
from crm.activities.recurring import moment_of
from crm.records.kinds.times import moment
from crm.records.pages.list import Short
from kernel.errors import Invalid, NotFound
from kernel.formats import local
from kernel.http import Ctx, post
from kernel.i18n import _, current_zone
from tenants.workspace.answers import settled
from web import shell

PLANNED: Final = "planned"
A_DAY: Final = len("2026-01-31")


@post(
    "/{workspace:str}/appointments/{record_id:uuid}/move",
    needs="appointment:edit",
    include_in_schema=False,
)
async def move(
    ctx: Ctx,
    record_id: FromPath[UUID],
    to: Short = "",
    on: Short = "",
    view: Short = "",
    day: Short = "",
    whose: Short = "",
) -> Response[str]:
    """`?to=` a day, or a time by the reader's clock; `?on=` names one of its many times.

    Undo goes through the same door, with the time that it had.
    """
    appointments = Appointments(ctx.uow, ctx.principal)
    await appointments.get(record_id)
    row = await times_of(ctx.uow, record_id)
    if row is None:
        raise NotFound

    async def work() -> None:
        if row["repeat"] is None:
            await appointments.edit(record_id, _times(row, to), None)
        elif to == PLANNED:
            await appointments.replan(record_id, _day(on))
        else:
            start = _start(row, to, _occurs(row, _day(on)))
            await appointments.reschedule(record_id, _day(on), start, None)

    at = shell.current().at
    sheet = {"view": view, "day": day, "whose": whose}
    undo = urlencode({**sheet, "on": on, "to": _former(row, on)})
    return await settled(
        ctx,
        work(),
        at(f"calendar?{urlencode(sheet)}"),
        _("Moved."),
        undo=at(f"appointments/{record_id}/move?{undo}"),
    )


def _times(row: Any, to: str) -> dict[str, Any]:
    start = _start(row, to, row["starts_at"])
    length = row["ends_at"] - row["starts_at"]
    return {"starts_at": start} | ({} if row["all_day"] else {"ends_at": start + length})


def _start(row: Any, to: str, former: datetime) -> datetime:
    """A day keeps the hour that it had; a whole day is one of the appointment's own zone."""
    try:
        if row["all_day"]:
            return moment_of(datetime.fromisoformat(to[:A_DAY]), row["time_zone"])
        if len(to) == A_DAY:
            then = datetime.combine(date.fromisoformat(to), local(former).time())
            return then.replace(tzinfo=current_zone())
        return moment(to)
    except ValueError as error:
        raise Invalid(fields={"to": _("Choose a time.")}) from error


def _occurs(row: Any, day: date) -> datetime:
    changed = changes_from(row["changes"]).get(day)
    wall = changed.start if changed else None
    planned = datetime.combine(day, row["wall_start"].time())
    return moment_of(wall or planned, row["time_zone"])


def _former(row: Any, on: str) -> str:
    """When it takes place as yet, as this door is told it."""
    if row["repeat"] is None:
        return str(row["wall_start"].date() if row["all_day"] else row["starts_at"].isoformat())
    try:
        changed = changes_from(row["changes"]).get(date.fromisoformat(on))
    except ValueError:
        return PLANNED
    if changed is None or changed.start is None:
        return PLANNED
    if row["all_day"]:
        return str(changed.start.date())
    return moment_of(changed.start, row["time_zone"]).isoformat()


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Invalid(fields={"day": _("A day such as 2026-01-31 is expected.")}) from error


ROUTES = [move]
