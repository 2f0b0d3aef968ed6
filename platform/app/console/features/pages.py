"""The switches, as a page and on the page of one workspace."""

from typing import Final
from uuid import UUID

from litestar.params import FromPath
from litestar.response import Response

from app.console.door import me_of, work_of
from app.console.features.service import switch, switch_for, switches
from app.console.workspaces.pages_one import ONE, shown
from billing.switch import selling
from kernel.errors import Refused
from kernel.http import OPERATOR, Ctx, get, post
from kernel.i18n import _
from tenants.people.doors import form_of
from web.render import page, redirect
from web.toasts import Toast

AT: Final = "/operator/features"
_SAID: Final = {"yes": True, "no": False}


@get(AT, needs=OPERATOR, include_in_schema=False)
async def features_page(ctx: Ctx) -> Response[str]:
    return page(
        "app/console/features/templates/features.html",
        switches=await switches(work_of(ctx)),
        sells=selling.on,
    )


@post(f"{AT}/{{code:str}}", needs=OPERATOR, include_in_schema=False)
async def switch_feature(ctx: Ctx, code: FromPath[str]) -> Response[str]:
    form = await form_of(ctx, "is_on")
    await switch(work_of(ctx), me_of(ctx), code, on=form["is_on"] == "yes")
    return redirect(AT, toast=Toast(_("Switched, from the next click on.")))


@post(f"{ONE}/flags/{{code:str}}", needs=OPERATOR, include_in_schema=False)
async def switch_feature_here(
    ctx: Ctx, workspace_id: FromPath[UUID], code: FromPath[str]
) -> Response[str]:
    form = await form_of(ctx, "is_on", "reason")
    work, on = work_of(ctx), _SAID.get(form["is_on"])
    try:
        async with work.savepoint():
            await switch_for(work, me_of(ctx), workspace_id, code, on=on, reason=form["reason"])
    except Refused as error:
        return await shown(ctx, workspace_id, error=error, deed="flag_switched", form=form)
    toast = Toast(_("Done, and written down here and in the workspace."))
    return redirect(f"/operator/workspaces/{workspace_id}", toast=toast)


ROUTES = [features_page, switch_feature, switch_feature_here]
