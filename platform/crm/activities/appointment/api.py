"""The JSON API of single occurrences, and of what an appointment collides with."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec
from litestar import Response
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody

from crm.activities.appointment.service import Appointments
from crm.activities.calendar.clashing import conflicts
from crm.activities.calendar.reading import Busy
from crm.records.api import API, shown
from crm.records.schemas import view_shape
from kernel.errors import Invalid
from kernel.http import Ctx, get, post
from kernel.i18n import _

_ONE = ResponseSpec(view_shape("appointment"), generate_examples=False)
_APPOINTMENT = f"{API}/appointments/{{record_id:uuid}}"
_TAGS = ["Appointments"]


class OccurrenceChange(msgspec.Struct, forbid_unknown_fields=True):
    """What becomes of the occurrence that was planned for that day.

    `moved` takes `starts_at` and, where it lasts otherwise, `ends_at`.
    """

    day: date
    state: Literal["moved", "called_off", "planned"]
    starts_at: datetime | None = None
    ends_at: datetime | None = None


class Conflicts(msgspec.Struct):
    """Who of those who take part is taken elsewhere in the next 60 days, and when."""

    items: list[Busy]


@post(
    f"{_APPOINTMENT}/occurrences",
    needs="appointment:edit",
    operation_id="changeOccurrence",
    tags=_TAGS,
    status_code=200,
    responses={200: _ONE},
)
async def change_occurrence(
    ctx: Ctx,
    workspace: FromPath[str],
    record_id: FromPath[UUID],
    data: JSONBody[OccurrenceChange],
) -> Response[bytes]:
    appointments = Appointments(ctx.uow, ctx.principal)
    match data.state:
        case "called_off":
            return shown(await appointments.call_off(record_id, data.day))
        case "planned":
            return shown(await appointments.replan(record_id, data.day))
    if data.starts_at is None:
        await appointments.recurring(record_id, data.day)
        raise Invalid(fields={"starts_at": _("This is needed.")})
    moved = await appointments.reschedule(record_id, data.day, data.starts_at, data.ends_at)
    return shown(moved)


@get(
    f"{_APPOINTMENT}/conflicts",
    needs="appointment:see",
    operation_id="conflictsOfAppointment",
    tags=_TAGS,
)
async def list_conflicts(
    ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]
) -> Conflicts:
    found = await Appointments(ctx.uow, ctx.principal).get(record_id)
    return Conflicts(await conflicts(ctx.uow, ctx.principal, found))


ROUTES = [change_occurrence, list_conflicts]
