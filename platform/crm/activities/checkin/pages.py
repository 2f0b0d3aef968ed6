"""The button on a customer's page that asks the browser where one stands."""

from typing import Final
from uuid import UUID

from litestar.params import FromPath
from litestar.response import Response

from crm.activities.activity.model import ACTIVITY
from crm.activities.checkin.service import Standing, check_in
from crm.customers.company.model import COMPANY
from crm.records.pages.forms import Sent, sent
from crm.records.pages.panels import Panel, add_panel
from crm.records.reading import View
from kernel.errors import Invalid
from kernel.formats import format_number
from kernel.http import Ctx, post
from kernel.i18n import _
from web import shell
from web.render import redirect
from web.toasts import Toast

TEMPLATES: Final = "crm/activities/checkin/templates"


@post(
    "/{workspace:str}/companies/{record_id:uuid}/checkin",
    needs="company:see",
    include_in_schema=False,
)
async def check_in_by_form(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    """What the browser said of its place becomes a visit, on whose page a photo is added."""
    here = _standing(await sent(ctx.request))
    made = await check_in(ctx.uow, ctx.principal, record_id, here)
    return redirect(shell.current().at(f"activities/{made['id']}"), toast=_said(made))


def _standing(data: Sent) -> Standing:
    try:
        north, east = (float(data.get(name) or "nan") for name in ("latitude", "longitude"))
        return Standing(north, east, float(data.get("accuracy") or 0))
    except ValueError as error:
        raise Invalid(_("This is no place on the globe.")) from error


def _said(made: View) -> Toast:
    if made["verified"]:
        return Toast(_("Checked in: you are there."))
    if made["distance"] is None:
        return Toast(_("Checked in. The customer's own place is not known, so it is not verified."))
    far = format_number(made["distance"])
    return Toast(_("Checked in, %(metres)s m from the customer's place.", metres=far), "warning")


add_panel(
    Panel(
        name="checkin",
        place="actions",
        template=f"{TEMPLATES}/button.html",
        applies=lambda kind: kind is COMPANY,
        needs="activity:create",
    )
)
add_panel(
    Panel(
        name="checkin-photo",
        place="top",
        template=f"{TEMPLATES}/photo.html",
        applies=lambda kind: kind is ACTIVITY,
    )
)

ROUTES = [check_in_by_form]
