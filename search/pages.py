"""The search page, and what the palette finds while somebody is still typing."""

from typing import Any, Final

from litestar import Response
from litestar.params import FromPath, FromQuery
from markupsafe import Markup

from crm.records.types import record_types
from kernel.http import MEMBER, Ctx, get
from search.found import Found, Result
from search.service import Search
from web.nav import navigation
from web.render import fragment, page

LIMIT: Final = 30
TEMPLATES: Final = "search/templates"
PALETTE: Final = "search/palette"

navigation.palette_path = PALETTE


@get("/{workspace:str}/search", needs=MEMBER, include_in_schema=False)
async def search_page(
    ctx: Ctx,
    workspace: FromPath[str],
    q: FromQuery[str] = "",
    type: FromQuery[str] = "",
) -> Response[str]:
    """Everything the member may see that is about the words, by words and by meaning."""
    kinds = [kind for kind in record_types() if ctx.principal.may(f"{kind.name}:see")]
    chosen = type if type in {kind.name for kind in kinds} else ""
    found: Found | None = None
    if q.strip():
        found = await Search(ctx.uow, ctx.principal).query(q, chosen or None, LIMIT)
    return page(
        f"{TEMPLATES}/search.html",
        q=q[:200],
        chosen=chosen,
        kinds=kinds,
        found=found,
        results=[_shown(result) for result in found.results] if found else [],
    )


@get(f"/{{workspace:str}}/{PALETTE}", needs=MEMBER, include_in_schema=False)
async def palette(ctx: Ctx, workspace: FromPath[str], q: FromQuery[str] = "") -> Response[str]:
    """Records whose words begin like what was typed."""
    items = await Search(ctx.uow, ctx.principal).suggest(q) if q.strip() else []
    plurals = {kind.name: kind for kind in record_types()}
    return fragment(
        f"{TEMPLATES}/palette.html", q=q[:200], items=[(plurals[i.type], i) for i in items]
    )


def _shown(result: Result) -> dict[str, Any]:
    kinds = {kind.name: kind for kind in record_types()}
    return {
        "kind": kinds[result.record.type],
        "id": result.record.id,
        "title": result.record.title,
        "snippet": marked(result.snippet, result.highlights),
    }


def marked(text: str, places: list[tuple[int, int]]) -> Markup:
    """The text, escaped, with each place in a mark."""
    parts: list[Markup] = []
    at = 0
    for start, end in sorted(places):
        if start < at:
            continue
        parts += [Markup.escape(text[at:start]), Markup("<mark>{}</mark>").format(text[start:end])]
        at = end
    return Markup("").join([*parts, Markup.escape(text[at:])])


ROUTES: Final = (search_page, palette)
