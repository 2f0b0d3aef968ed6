"""Under the bell: what the member should know, and by which ways they want to hear it."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar.params import FromPath, QueryParameter
from litestar.response import Response

from kernel.errors import Invalid, Unreadable
from kernel.http import MEMBER, Ctx, get, post
from kernel.i18n import _
from tenants.notifications import service
from tenants.notifications.kinds import CHANNELS, KINDS
from tenants.notifications.quiet import Quiet
from tenants.workspace.answers import here, settled
from web.render import page, redirect
from web.toasts import Toast

AT = "/{workspace:str}/notifications"
# The record types' pages, by the names that their addresses have.
PLACES = {"company": "companies", "contact": "contacts", "activity": "activities", "task": "tasks"}


@get(AT, needs=MEMBER, include_in_schema=False)
async def notifications_page(
    ctx: Ctx,
    workspace: FromPath[str],
    after: Annotated[str, QueryParameter(max_length=40)] = "",
) -> Response[str]:
    items, following = await service.listed(ctx.uow, ctx.principal, after=_id(after))
    for item in items:
        place = PLACES.get(item["record_type"] or "")
        item["path"] = f"{place}/{item['record_id']}" if place and item["record_id"] else ""
    return page("tenants/notifications/templates/list.html", items=items, following=following)


@post(f"{AT}/{{notification_id:uuid}}/read", needs=MEMBER, include_in_schema=False)
async def read_by_form(
    ctx: Ctx, workspace: FromPath[str], notification_id: FromPath[UUID]
) -> Response[str]:
    await service.read(ctx.uow, ctx.principal, notification_id)
    return redirect(here(ctx, "notifications"))


@post(f"{AT}/read", needs=MEMBER, include_in_schema=False)
async def read_all_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    await service.read_all(ctx.uow, ctx.principal)
    return redirect(here(ctx, "notifications"), toast=Toast(_("All marked as read.")))


@get("/{workspace:str}/settings/notifications", needs=MEMBER, include_in_schema=False)
async def preferences_page(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    return page(
        "tenants/notifications/templates/preferences.html",
        kinds=list(KINDS.values()),
        chosen=await service.preferences(ctx.uow, ctx.principal),
        quiet=await service.quiet_hours(ctx.uow, ctx.principal),
        channels=[("web", _("Here")), ("mail", _("By mail")), ("chat", _("In chat"))],
    )


@post("/{workspace:str}/settings/notifications", needs=MEMBER, include_in_schema=False)
async def preferences_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    sent = await ctx.request.form()
    wishes: dict[str, dict[str, bool]] = {
        kind: {str(channel): f"{kind}.{channel}" in sent for channel in CHANNELS} for kind in KINDS
    }
    said = {name: str(sent.get(f"quiet_{name}") or "") for name in ("from", "to")}

    async def work() -> None:
        try:
            quiet = msgspec.convert(said, Quiet) if any(said.values()) else None
        except msgspec.ValidationError as error:
            raise Invalid(_("Give both times of the quiet hours, or none.")) from error
        await service.prefer(ctx.uow, ctx.principal, wishes)
        await service.be_quiet(ctx.uow, ctx.principal, quiet)

    return await settled(ctx, work(), here(ctx, "settings/notifications"), _("Saved."))


def _id(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise Unreadable from error


ROUTES = [
    notifications_page,
    read_by_form,
    read_all_by_form,
    preferences_page,
    preferences_by_form,
]
