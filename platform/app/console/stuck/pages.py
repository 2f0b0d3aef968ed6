"""What failed, and the button that tries it again."""

from typing import Final
from uuid import UUID

from litestar.response import Response

from app.console.deeds.service import write_down
from app.console.door import me_of, work_of
from app.console.stuck.service import again, messages, send_again, stuck, webhooks
from billing.switch import selling
from kernel.errors import NotFound
from kernel.http import OPERATOR, Ctx, get, post
from kernel.i18n import _, lazy
from tenants.people.doors import form_of
from web.render import page, redirect
from web.toasts import Toast

AT: Final = "/operator/stuck"
KINDS: Final = {
    "job": lazy("Job"),
    "message": lazy("Message"),
    "update": lazy("From a chat"),
    "event": lazy("From Stripe"),
}


@get(AT, needs=OPERATOR, include_in_schema=False)
async def stuck_page(ctx: Ctx) -> Response[str]:
    work = work_of(ctx)
    return page(
        "app/console/stuck/templates/stuck.html",
        stuck=await stuck(work),
        webhooks=await webhooks(work),
        messages=await messages(work),
        kinds=KINDS,
        sells=selling.on,
    )


@post(f"{AT}/again", needs=OPERATOR, include_in_schema=False)
async def try_again(ctx: Ctx) -> Response[str]:
    form = await form_of(ctx, "kind", "id")
    work = work_of(ctx)
    await again(work, form["kind"], form["id"])
    await write_down(work, me_of(ctx), "retried", said=form)
    return redirect(AT, toast=Toast(_("It is tried again.")))


@post(f"{AT}/webhooks/again", needs=OPERATOR, include_in_schema=False)
async def tell_again(ctx: Ctx) -> Response[str]:
    form = await form_of(ctx, "workspace_id", "webhook_id", "id")
    try:
        ids = [UUID(form[name]) for name in ("workspace_id", "webhook_id", "id")]
    except ValueError as error:
        raise NotFound from error
    await send_again(work_of(ctx), me_of(ctx), *ids)
    return redirect(AT, toast=Toast(_("It is sent again, and both audits say so.")))


ROUTES = [stuck_page, try_again, tell_again]
