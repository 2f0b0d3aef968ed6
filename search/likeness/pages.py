"""The panels of what is like a record; fetched by the page, for they need not be waited for."""

from typing import Final
from uuid import UUID

from litestar import Response
from litestar.params import FromPath

from crm.records.pages.panels import Panel, add_panel
from crm.records.types import record_types
from kernel.errors import Forbidden, NotFound
from kernel.http import MEMBER, Ctx, get
from kernel.i18n import lazy
from search.likeness.service import Likeness, ways
from search.wanted import Wanted
from web.render import fragment, page
from web.shell import current_scope, is_partial

TEMPLATES: Final = "search/likeness/templates"
HEADINGS: Final = {
    "company": lazy("Similar customers"),
    "deal": lazy("Similar deals, won and lost"),
    "product": lazy("Who knows this product"),
    "competitor": lazy("Who knows this competitor"),
}


@get(
    "/{workspace:str}/search/like/{plural:str}/{record_id:uuid}",
    needs=MEMBER,
    include_in_schema=False,
)
async def like(
    ctx: Ctx, workspace: FromPath[str], plural: FromPath[str], record_id: FromPath[UUID]
) -> Response[str]:
    """What is like this record, each with its reason."""
    kind = next((k for k in record_types() if k.plural == plural and k.name in ways), None)
    if kind is None:
        raise NotFound
    if not ctx.principal.may(f"{kind.name}:see"):
        raise Forbidden
    await Wanted(about=record_id).demand(ctx.uow, ctx.principal)
    found = await ways[kind.name](Likeness(ctx.uow, ctx.principal))(record_id)
    told = {
        "found": found,
        "heading": HEADINGS[kind.name],
        "back": f"{plural}/{record_id}",
        "plurals": {k.name: k.plural for k in record_types()},
    }
    scope = current_scope()
    if scope is not None and is_partial(scope):
        return fragment(f"{TEMPLATES}/like.html", **told)
    return page(f"{TEMPLATES}/like_page.html", **told)


add_panel(
    Panel(
        name="like",
        place="side",
        template=f"{TEMPLATES}/panel.html",
        applies=lambda kind: kind.name in ways,
        href=lambda kind, record: f"search/like/{kind.plural}/{record['id']}",
        needs="activity:see",
    )
)

ROUTES: Final = (like,)
