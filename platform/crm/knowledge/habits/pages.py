"""Settings, Knowledge."""

from typing import Any, Final

import msgspec
from litestar.params import FromPath
from litestar.response import Response

from crm.knowledge.habits.service import Habits, habits, keep
from crm.records.beside.store import settings
from crm.records.pages.forms import sent
from kernel.errors import Invalid
from kernel.http import Ctx, get, post
from kernel.i18n import _, lazy
from tenants.audit.words import FIELDS, THINGS, Thing, plainly
from tenants.workspace.answers import here, settled
from web.nav import Entry, navigation
from web.render import page

PAGE: Final = "settings/knowledge"
NEEDS: Final = "settings:workspace"
LABELS: Final[dict[str, Any]] = {
    "pushes_a_week": lazy("Pieces of knowledge that come to a member by themselves, in a week"),
    "worded": lazy("Answers are put in sentences by a language model"),
    "languages": lazy("Languages in which the firm writes"),
}

FIELDS.update(LABELS)
THINGS["knowledge_habits"] = Thing(lazy("Settings of knowledge"), plainly)
navigation.add(
    "settings",
    Entry(
        key="knowledge",
        label=lazy("Knowledge"),
        icon="bookmark",
        path=PAGE,
        order=156,
        permission=NEEDS,
    ),
)


@get(f"/{{workspace:str}}/{PAGE}", needs=NEEDS, include_in_schema=False)
async def habits_page(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    """How much comes, and who words the answers."""
    return page(
        "crm/knowledge/habits/templates/habits.html",
        habits=await habits(ctx.uow),
        labels=LABELS,
        possible=bool(settings().answering_url),
    )


@post(f"/{{workspace:str}}/{PAGE}", needs=NEEDS, include_in_schema=False)
async def keep_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    """From now on."""
    data = await sent(ctx.request)

    async def work() -> None:
        # Their languages are chosen where the model is told about: Settings, Search.
        said = msgspec.to_builtins(await habits(ctx.uow))
        said |= {"pushes_a_week": data.get("pushes_a_week"), "worded": data.has("worded")}
        try:
            wish = msgspec.convert(said, Habits, strict=False)
        except msgspec.ValidationError as error:
            raise Invalid(fields={"pushes_a_week": _("A number from 0 to 20.")}) from error
        await keep(ctx.uow, ctx.principal, wish)

    return await settled(ctx, work(), here(ctx, PAGE), _("Settings saved."))


ROUTES = [habits_page, keep_by_form]
