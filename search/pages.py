"""The search page, and what the palette finds while somebody is still typing."""

from typing import Any, Final
from urllib.parse import quote

from litestar import Response
from litestar.params import FromPath, FromQuery
from markupsafe import Markup

from crm.knowledge.questions.service import ask_later
from crm.records.beside.tags import all_tags
from crm.records.pages.forms import sent
from crm.records.pages.panels import Panel, add_panel
from crm.records.people import people
from crm.records.reading import demand_visible
from crm.records.types import record_types
from kernel.http import MEMBER, Ctx, get, post
from kernel.i18n import _, lazy
from search.asking.later import ask_or_keep
from search.asking.wording import wanted
from search.filters import Filters, demanded_id
from search.found import Citation, Found, Result, Suggested
from search.judging.service import Judging, judge
from search.service import Search
from tenants.workspace.answers import here
from web.nav import navigation
from web.render import fragment, nothing, page, redirect
from web.shell import current_scope, is_partial
from web.toasts import Toast

LIMIT: Final = 30
TEMPLATES: Final = "search/templates"
PALETTE: Final = "search/palette"
WAYS: Final = {
    "words": lazy("by its words"),
    "meaning": lazy("by its meaning"),
    "name": lazy("filed under whom you name"),
}
# A browser marks the words at which an address ends so, and scrolls to them.
_AT_WORDS: Final = "#:~:text="
_MARKED: Final = 80

# With these what is written is linked.
SEARCHED_WITHIN: Final = frozenset({"company", "contact", "deal", "product"})

navigation.palette_path = PALETTE
add_panel(
    Panel(
        name="search-within",
        place="actions",
        template=f"{TEMPLATES}/within.html",
        applies=lambda kind: kind.name in SEARCHED_WITHIN,
    )
)


@get("/{workspace:str}/search", needs=MEMBER, include_in_schema=False)
async def search_page(
    ctx: Ctx,
    workspace: FromPath[str],
    q: FromQuery[str] = "",
    type: FromQuery[str] = "",
    grouped: FromQuery[str] = "",
) -> Response[str]:
    """Everything the member may see that is about the words, by words and by meaning."""
    uow, me = ctx.uow, ctx.principal
    kinds = [kind for kind in record_types() if me.may(f"{kind.name}:see")]
    chosen = type if type in {kind.name for kind in kinds} else ""
    filters = Filters.read(chosen, ctx.request.query_params)
    found: Found | None = None
    if q.strip():
        found = await Search(uow, me).query(q, filters.wanted, LIMIT)
    about_id = filters.wanted.about
    named = await demand_visible(uow, me, [about_id]) if about_id else {}
    return page(
        f"{TEMPLATES}/search.html",
        q=q[:200],
        chosen=chosen,
        kinds=kinds,
        filters=filters,
        about_title=next((title for _type, title in named.values()), ""),
        people=[(str(m.id), m.name) for m in (await people(uow)).members.values() if m.active],
        tags=[(str(tag.id), tag.name) for tag in await all_tags(uow, me)],
        found=found,
        told=found.answer if found and found.answer else None,
        cited=[_cited(one) for one in found.answer.citations] if found and found.answer else [],
        more=bool(found and found.answer) and await wanted(uow, me),
        groups=_groups([_shown(one) for one in found.results] if found else [], grouped),
        grouped=grouped,
        ways=WAYS,
    )


@post("/{workspace:str}/search/questions", needs=MEMBER, include_in_schema=False)
async def ask_colleagues(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    """Keep a question for those who look after what is known."""
    asked = (await sent(ctx.request)).get("q", "")
    await ask_later(ctx.uow, ctx.principal, asked)
    said = Toast(_("Your question is kept for those who look after knowledge."))
    return redirect(f"{here(ctx, 'search')}?q={quote(asked[:200])}", toast=said)


@post("/{workspace:str}/search/answers", needs=MEMBER, cost=3, include_in_schema=False)
async def put_in_words(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    """One more question of the plan, for a language model puts it in sentences."""
    q = (await sent(ctx.request)).get("q", "")[:1_000]
    told = (await ask_or_keep(ctx.uow, ctx.principal, q, keeps=False)).answer
    cited = [_cited(one) for one in told.citations] if told else []
    scope = current_scope()
    if scope is not None and is_partial(scope):
        return fragment(f"{TEMPLATES}/answer.html", q=q, told=told, cited=cited, more=False)
    return page(f"{TEMPLATES}/answer_page.html", q=q, told=told, cited=cited, more=False)


@post("/{workspace:str}/search/judgements", needs=MEMBER, include_in_schema=False)
async def judge_found(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    """Whether this was it; the last word counts."""
    data = await sent(ctx.request)
    q = data.get("q", "")[:1_000]
    judging = Judging(
        question=q,
        record_id=demanded_id(data.get("record_id", "")),
        right=data.get("right") == "1",
        answered=data.get("answered") == "1",
    )
    await judge(ctx.uow, ctx.principal, judging)
    said = Toast(_("Thank you. Search is measured by it."))
    scope = current_scope()
    if scope is not None and is_partial(scope):
        return nothing(toast=said)
    return redirect(f"{here(ctx, 'search')}?q={quote(q[:200])}", toast=said)


@get(f"/{{workspace:str}}/{PALETTE}", needs=MEMBER, include_in_schema=False)
async def palette(ctx: Ctx, workspace: FromPath[str], q: FromQuery[str] = "") -> Response[str]:
    """Records whose words begin like what was typed."""
    found = await Search(ctx.uow, ctx.principal).suggest(q) if q.strip() else Suggested([])
    plurals = {kind.name: kind for kind in record_types()}
    return fragment(
        f"{TEMPLATES}/palette.html",
        q=q[:200],
        items=[(plurals[i.type], i) for i in found.items],
        meant=found.did_you_mean,
    )


def _shown(result: Result) -> dict[str, Any]:
    kinds = {kind.name: kind for kind in record_types()}
    return {
        "kind": kinds[result.record.type],
        "id": result.record.id,
        "title": result.record.title,
        "snippet": marked(result.snippet, result.highlights),
        "by": result.by,
        "at": result.at,
        "why": result.why,
        "about": result.about,
        "file": result.file,
    }


def _cited(citation: Citation) -> dict[str, Any]:
    kinds = {kind.name: kind for kind in record_types()}
    record = citation.record
    return {
        "number": citation.number,
        "sentence": citation.sentence,
        "id": record.id,
        "title": record.title,
        "kind": kinds[record.type],
        "by": citation.by,
        "at": citation.at,
        "file": citation.file,
        "href": f"{kinds[record.type].plural}/{record.id}{_AT_WORDS}{_words(citation.sentence)}",
    }


def _words(sentence: str) -> str:
    """The beginning of a sentence, as an address can carry it."""
    return quote(sentence[:_MARKED], safe="").replace("-", "%2D")


def _groups(results: list[dict[str, Any]], grouped: str) -> list[tuple[Any, list[dict[str, Any]]]]:
    """All in one, best first; or by type, the type of the best first."""
    if not grouped:
        return [(None, results)] if results else []
    found: dict[str, list[dict[str, Any]]] = {}
    for result in results:
        found.setdefault(result["kind"].name, []).append(result)
    return [(some[0]["kind"], some) for some in found.values()]


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


ROUTES: Final = (search_page, palette, ask_colleagues, put_in_words, judge_found)
