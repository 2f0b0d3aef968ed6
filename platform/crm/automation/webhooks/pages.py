"""Webhooks by form: made, changed, tested, and what they were told."""

from typing import Any
from uuid import UUID

from litestar.params import FromPath, FromQuery
from litestar.response import Response

from crm.automation.webhooks import log, service
from crm.automation.webhooks.words import ANY, COLUMNS, ENDED, STATES
from crm.records.pages.forms import Sent, sent
from crm.records.types import record_types
from kernel.errors import Refused
from kernel.http import Ctx, get, post
from kernel.i18n import _, lazy
from tenants.workspace.answers import HIDDEN, here, settled, why
from web.nav import Entry, navigation
from web.render import page, redirect
from web.toasts import Toast

PAGE = "settings/webhooks"
AT = f"/{{workspace:str}}/{PAGE}"
ONE = f"{AT}/{{webhook_id:uuid}}"
NEEDS = "settings:webhooks"
TEMPLATES = "crm/automation/webhooks/templates"

navigation.add(
    "settings",
    Entry(
        key="webhooks",
        label=lazy("Webhooks"),
        icon="network",
        path=PAGE,
        order=155,
        permission=NEEDS,
    ),
)


@get(AT, needs=NEEDS, include_in_schema=False)
async def webhooks_page(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    """All of them, and a form for one more."""
    return await _all(ctx)


@post(AT, needs=NEEDS, include_in_schema=False)
async def make_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    """One more; its secret is shown this once."""
    data = await sent(ctx.request)
    said: dict[str, Any] = {"name": data.get("name"), "url": data.get("url").strip()}
    try:
        made = await service.make(ctx.uow, ctx.principal, events=data.all("events"), **said)
    except Refused as error:
        if error.status in HIDDEN:
            raise
        await ctx.uow.finish(commit=False)
        return redirect(here(ctx, PAGE), toast=Toast(why(error), "error"))
    return await _one(ctx, made[0], secret=made[1])


@get(ONE, needs=NEEDS, include_in_schema=False)
async def webhook_page(
    ctx: Ctx,
    workspace: FromPath[str],
    webhook_id: FromPath[UUID],
    after: FromQuery[UUID | None] = None,
) -> Response[str]:
    """One, with its log."""
    return await _one(ctx, webhook_id, after=after)


@post(ONE, needs=NEEDS, include_in_schema=False)
async def change_by_form(
    ctx: Ctx, workspace: FromPath[str], webhook_id: FromPath[UUID]
) -> Response[str]:
    """As the form says."""
    values = _read(await sent(ctx.request))
    work = service.change(ctx.uow, ctx.principal, webhook_id, **values)
    return await settled(ctx, work, here(ctx, f"{PAGE}/{webhook_id}"), _("Saved."))


@post(f"{ONE}/deletion", needs=NEEDS, include_in_schema=False)
async def delete_by_form(
    ctx: Ctx, workspace: FromPath[str], webhook_id: FromPath[UUID]
) -> Response[str]:
    """It is told nothing more."""
    work = service.drop(ctx.uow, ctx.principal, webhook_id)
    return await settled(ctx, work, here(ctx, PAGE), _("The webhook is deleted."))


@post(f"{ONE}/secret", needs=NEEDS, include_in_schema=False)
async def rotate_by_form(
    ctx: Ctx, workspace: FromPath[str], webhook_id: FromPath[UUID]
) -> Response[str]:
    """A new secret, shown this once."""
    secret = await service.rotate(ctx.uow, ctx.principal, webhook_id)
    return await _one(ctx, webhook_id, secret=secret)


@post(f"{ONE}/test", needs=NEEDS, include_in_schema=False)
async def test_by_form(
    ctx: Ctx, workspace: FromPath[str], webhook_id: FromPath[UUID]
) -> Response[str]:
    """A message that says nothing."""
    work, back = log.test(ctx.uow, webhook_id), here(ctx, f"{PAGE}/{webhook_id}")
    return await settled(ctx, work, back, _("A test is on its way. Look at the log in a moment."))


@post(
    f"{ONE}/deliveries/{{webhook_delivery_id:uuid}}/redelivery",
    needs=NEEDS,
    include_in_schema=False,
)
async def redeliver_by_form(
    ctx: Ctx,
    workspace: FromPath[str],
    webhook_id: FromPath[UUID],
    webhook_delivery_id: FromPath[UUID],
) -> Response[str]:
    """The same message again."""
    work = log.tell_again(ctx.uow, webhook_id, webhook_delivery_id)
    back = here(ctx, f"{PAGE}/{webhook_id}")
    return await settled(ctx, work, back, _("It is on its way again."))


async def _all(ctx: Ctx) -> Response[str]:
    found = await service.hooks(ctx.uow)
    return page(f"{TEMPLATES}/webhooks.html", hooks=found, **_words([]))


async def _one(
    ctx: Ctx, webhook_id: UUID, *, secret: str = "", after: UUID | None = None
) -> Response[str]:
    hook = await service.hook(ctx.uow, webhook_id)
    items, following = await log.log(ctx.uow, webhook_id, after=after)
    return page(
        f"{TEMPLATES}/webhook.html",
        hook=hook,
        secret=secret,
        log=items,
        following=following,
        **_words(hook.events),
    )


def _words(chosen: list[str]) -> dict[str, Any]:
    rows = [(ANY, _("Every type"))] + [(kind.name, kind.label) for kind in record_types()]
    shown = {f"{type}.{action}" for type, _label in rows for action in COLUMNS}
    return {
        "types": rows,
        "columns": COLUMNS,
        "headings": [{"label": _("Type")}, *({"label": word} for word in COLUMNS.values())],
        "chosen": chosen,
        "others": sorted(set(chosen) - shown),
        "states": STATES,
        "ended": ENDED,
    }


def _read(data: Sent) -> dict[str, Any]:
    return {
        "name": data.get("name"),
        "url": data.get("url").strip(),
        "events": data.all("events"),
        "active": data.has("active"),
    }


ROUTES = [
    webhooks_page,
    make_by_form,
    webhook_page,
    change_by_form,
    delete_by_form,
    rotate_by_form,
    test_by_form,
    redeliver_by_form,
]
