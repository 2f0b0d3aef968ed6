"""Settings → Industry: what the firm sells decides what it begins with."""

from typing import Any

from litestar.params import FromPath
from litestar.response import Response

from app.packs.api import NEEDS
from app.packs.samples import KIND, remove, samples_of
from app.packs.service import take, taken
from app.packs.shelf import packs
from crm.activities.home.steps import Step, add_step
from crm.records.pages.forms import sent
from crm.records.undo.model import KINDS
from kernel.http import Ctx, get, post
from kernel.i18n import _, lazy, spoken
from tenants.audit.words import THINGS, Thing, plainly
from tenants.workspace.answers import here, settled
from web.nav import Entry, navigation
from web.render import page

AT = "settings/industry"

KINDS[KIND] = lazy("Sample records")
THINGS["pack"] = Thing(lazy("Industry pack"), plainly)
navigation.add(
    "settings",
    Entry(
        key="industry",
        label=lazy("Industry"),
        icon="sparkles",
        path=AT,
        order=55,
        permission=NEEDS,
    ),
)
add_step(
    Step(
        key="pack",
        label=lazy("Say what you sell: stages, words and samples for it"),
        path=AT,
        order=5,
        done="EXISTS (SELECT 1 FROM taken_pack t WHERE t.tenant_id = $1)",
        needs=NEEDS,
    )
)


@get(f"/{{workspace:str}}/{AT}", needs=NEEDS, include_in_schema=False)
async def packs_page(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    return page(
        "app/packs/templates/packs.html",
        packs=packs(),
        taken=await taken(ctx.uow),
        samples=await samples_of(ctx.uow),
        spoken=spoken,
        at_industry=AT,
    )


@post(f"/{{workspace:str}}/{AT}", needs=NEEDS, include_in_schema=False)
async def take_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    data = await sent(ctx.request)
    samples = data.has("samples")
    work = take(ctx.uow, ctx.principal, data.get("pack"), samples=samples)
    back = here(ctx, "deals" if samples else AT)
    return await settled(ctx, work, back, _("Your workspace speaks the words of your trade now."))


@post(f"/{{workspace:str}}/{AT}/samples/removal", needs=NEEDS, include_in_schema=False)
async def remove_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    work: Any = remove(ctx.uow, ctx.principal)
    return await settled(ctx, work, here(ctx, AT), _("The sample records are gone."))


ROUTES = [packs_page, take_by_form, remove_by_form]
