"""What the settings pages answer to a change: back to the page, with a word about it."""

from collections.abc import Awaitable
from typing import Any, Final

from litestar.response import Response

from kernel.errors import Refused
from kernel.http import Ctx
from web.render import redirect
from web.toasts import Toast

# These have pages of their own.
HIDDEN: Final = frozenset({401, 403, 404})


async def settled(
    ctx: Ctx,
    work: Awaitable[Any],
    back: str,
    said: str,
    *,
    undo: str | None = None,
    again: str = "",
) -> Response[str]:
    """Do it and go back; what was refused is undone, and the page says why.

    `again` is where one may ask anew, where that is another page.
    """
    try:
        await work
    except Refused as error:
        return await refused(ctx, error, again or back)
    return redirect(back, toast=Toast(said, undo=undo))


async def refused(ctx: Ctx, error: Refused, back: str) -> Response[str]:
    """Undo it, and go where it says why."""
    if error.status in HIDDEN:
        raise error
    await ctx.uow.finish(commit=False)
    return redirect(back, toast=Toast(why(error), "error"))


def why(error: Refused) -> str:
    """The most telling sentence of a refusal."""
    return next(iter(error.fields.values()), error.message)


def here(ctx: Ctx, path: str) -> str:
    """The address of a page in this workspace."""
    return f"/{ctx.principal.slug}/{path}"
