"""Settings, Customer care: plans, and what each asks for."""

from typing import Final
from uuid import UUID

import msgspec
from litestar.params import FromPath
from litestar.response import Response

from crm.activities.activity.kinds import kinds_of
from crm.activities.care.service import CareWish, give_up, make, plans
from kernel.errors import Invalid
from kernel.http import Ctx, get, post
from kernel.i18n import _, lazy
from tenants.people.doors import form_of
from tenants.workspace.answers import here, settled
from web.nav import Entry, navigation
from web.render import page

AT: Final = "/{workspace:str}/settings/care"
PAGE: Final = "settings/care"
NEEDS: Final = "settings:workspace"
CAUSES: Final = (
    ("activity", lazy("After an activity")),
    ("won", lazy("After a deal was won")),
    ("silence", lazy("When nobody spoke to them")),
    ("birthday", lazy("Before the birthday of a contact")),
)

navigation.add(
    "settings",
    Entry(
        key="care",
        label=lazy("Customer care"),
        icon="calendar-days",
        path=PAGE,
        order=137,
        permission=NEEDS,
    ),
)


@get(AT, needs=NEEDS, include_in_schema=False)
async def care_page(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    return page(
        "crm/activities/care/templates/care.html",
        plans=await plans(ctx.uow),
        causes=CAUSES,
        kinds=[("", _("Any")), *kinds_of(ctx.principal)],
    )


@post(AT, needs=NEEDS, include_in_schema=False)
async def make_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    form = await form_of(ctx, "name", "cause", "activity_kind", "days", "pause_days")

    async def work() -> None:
        try:
            wish = msgspec.convert(form, CareWish, strict=False)
        except msgspec.ValidationError as error:
            raise Invalid(_("This cannot be read. Please check it.")) from error
        await make(ctx.uow, ctx.principal, wish)

    return await settled(ctx, work(), here(ctx, PAGE), _("Settings saved."))


@post(f"{AT}/{{plan_id:uuid}}/removal", needs=NEEDS, include_in_schema=False)
async def give_up_by_form(
    ctx: Ctx, workspace: FromPath[str], plan_id: FromPath[UUID]
) -> Response[str]:
    work = give_up(ctx.uow, ctx.principal, plan_id)
    return await settled(ctx, work, here(ctx, PAGE), _("Settings saved."))


ROUTES = [care_page, make_by_form, give_up_by_form]
