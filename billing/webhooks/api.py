"""The door for Stripe's events: the signature over the raw bytes first, then 200 at once."""

from typing import Any

from litestar import Request

from billing.webhooks import inbox
from billing.webhooks.letters import read
from billing.webhooks.signature import HEADER, demand_signed
from kernel.errors import NotFound
from kernel.http import PUBLIC, Ctx, post


@post("/hooks/stripe", needs=PUBLIC, csrf=False, status_code=200, include_in_schema=False)
async def stripe_hook(ctx: Ctx, request: Request[Any, Any, Any]) -> dict[str, bool]:
    """What is signed is kept and accepted, for Stripe repeats for days what is refused."""
    settings = ctx.settings
    if settings.stripe_key is None or not settings.stripe_webhook_secret:
        raise NotFound
    body = await request.body()
    secrets = settings.stripe_webhook_secret.replace(",", " ").split()
    demand_signed(body, request.headers.get(HEADER, ""), secrets)
    letter = read(body)
    await ctx.uow.begin_outside()
    await inbox.receive(ctx.uow, letter, live="_live_" in settings.stripe_key)
    return {"ok": True}


ROUTES = [stripe_hook]
