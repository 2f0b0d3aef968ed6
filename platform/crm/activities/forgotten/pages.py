"""The page of forgotten customers: how many since when, and who they are."""

from typing import Final

from litestar.response import Response

from crm.activities.forgotten.service import (
    BUCKETS,
    buckets,
    forgettable,
    forgettable_type,
    forgotten,
)
from crm.records.pages.list import Long, Short
from crm.records.pages.showing import Show
from crm.records.people import people
from kernel.errors import NotFound
from kernel.http import MEMBER, Ctx, get
from kernel.i18n import lazy
from web.nav import Entry, navigation
from web.render import page

TEMPLATE: Final = "crm/activities/forgotten/templates/forgotten.html"

navigation.add(
    "main",
    Entry(
        key="forgotten",
        label=lazy("Forgotten"),
        icon="clock",
        path="forgotten",
        order=55,
        permission="company:see",
    ),
)


@get("/{workspace:str}/forgotten", needs=MEMBER, include_in_schema=False)
async def forgotten_page(
    ctx: Ctx, of: Short = "company", days: Short = "30", whose: Short = "mine", after: Long = ""
) -> Response[str]:
    """`?of=company|contact|…`, `?days=7|15|30|90`, `?whose=mine|all`."""
    kind = forgettable_type(of, ctx.principal)
    chosen = next((d for d in BUCKETS if str(d) == days), None)
    if chosen is None:
        raise NotFound
    mine = ctx.principal.member_id if whose != "all" else None
    found = await forgotten(ctx.uow, ctx.principal, kind, chosen, owner_id=mine, after=after)
    return page(
        TEMPLATE,
        kind=kind,
        kinds=[k for k in forgettable() if ctx.principal.may(f"{k.name}:see")],
        buckets=await buckets(ctx.uow, ctx.principal, kind, mine),
        days=chosen,
        whose="all" if mine is None else "mine",
        found=found,
        show=Show(await people(ctx.uow)),
    )


ROUTES = [forgotten_page]
