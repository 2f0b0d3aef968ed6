"""Forms as administrators set them up, and what a lead agreed to on its page."""

from typing import Any
from uuid import UUID

from litestar.params import FromPath
from litestar.response import Response

from crm.records.pages.forms import Sent, sent
from crm.sales.forms.service import Asked, FormEdit, NewForm, askable, edit, form, forms, make
from kernel.http import Ctx, get, post
from kernel.i18n import _, lazy
from tenants.audit.words import THINGS, Thing, plainly
from tenants.workspace.answers import here, settled
from web.nav import Entry, navigation
from web.render import page

AT = "settings/forms"
NEEDS = "settings:workspace"
TEMPLATES = "crm/sales/forms/templates"

THINGS["lead_form"] = Thing(lazy("Web form"), plainly)
navigation.add(
    "settings",
    Entry(
        key="forms",
        label=lazy("Web forms"),
        icon="file-text",
        path=AT,
        order=143,
        permission=NEEDS,
    ),
)


@get(f"/{{workspace:str}}/{AT}", needs=NEEDS, include_in_schema=False)
async def forms_page(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    return page(f"{TEMPLATES}/forms.html", forms=await forms(ctx.uow))


@post(f"/{{workspace:str}}/{AT}", needs=NEEDS, include_in_schema=False)
async def make_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    data = await sent(ctx.request)
    work = make(ctx.uow, ctx.principal, NewForm(name=data.get("name")[:80]))
    return await settled(ctx, work, here(ctx, AT), _("The form is made."))


@get(f"/{{workspace:str}}/{AT}/{{form_id:uuid}}", needs=NEEDS, include_in_schema=False)
async def form_settings(
    ctx: Ctx, workspace: FromPath[str], form_id: FromPath[UUID]
) -> Response[str]:
    found = await form(ctx.uow, form_id)
    return page(
        f"{TEMPLATES}/form_settings.html",
        found=found,
        address=f"{ctx.settings.url.rstrip('/')}{found.path}",
        fields=askable(ctx.principal),
        asked={one.name: one.required for one in found.fields},
    )


@post(f"/{{workspace:str}}/{AT}/{{form_id:uuid}}", needs=NEEDS, include_in_schema=False)
async def change_by_form(
    ctx: Ctx, workspace: FromPath[str], form_id: FromPath[UUID]
) -> Response[str]:
    wish = _wish(await sent(ctx.request))
    work = edit(ctx.uow, ctx.principal, form_id, wish)
    return await settled(ctx, work, here(ctx, f"{AT}/{form_id}"), _("Saved."))


def _wish(data: Sent) -> FormEdit:
    required = set(data.all("required"))
    texts: dict[str, Any] = {
        name: data.get(name)[:most]
        for name, most in (
            ("name", 80),
            ("heading", 200),
            ("intro", 4000),
            ("consent_text", 4000),
            ("thanks", 4000),
            ("redirect_url", 500),
        )
    }
    return FormEdit(
        **texts,
        fields=[Asked(name, name in required) for name in data.all("fields")[:40]],
        sites=[line[:200] for line in data.get("sites").split()][:20],
        enabled=data.has("enabled"),
    )


ROUTES = [forms_page, make_by_form, form_settings, change_by_form]
