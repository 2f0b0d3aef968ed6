"""The settings page of search by meaning: which model, what it reads, how far it is."""

from typing import Final

import msgspec
from litestar import Response
from litestar.params import FromPath

from crm.knowledge.habits.pages import LABELS
from crm.knowledge.habits.service import Habits, habits, keep
from crm.records.pages.forms import sent
from kernel.errors import Invalid
from kernel.http import Ctx, get, post
from kernel.i18n import LANGUAGES, _, lazy
from search.dense.progress import progress
from tenants.workspace.answers import here, settled
from web.nav import Entry, navigation
from web.render import page

TEMPLATES: Final = "search/templates"
NEEDS: Final = "settings:workspace"
PAGE: Final = "settings/search"

navigation.add(
    "settings",
    Entry(
        key="search",
        label=lazy("Search"),
        icon="search",
        path=PAGE,
        order=155,
        permission=NEEDS,
    ),
)


@get(f"/{{workspace:str}}/{PAGE}", needs=NEEDS, include_in_schema=False)
async def model_page(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    """How far the model has read what was written here."""
    told = await progress(ctx.uow, ctx.principal.tenant_id)
    read = ", ".join(LANGUAGES.get(code, code) for code in told.languages)
    return page(
        f"{TEMPLATES}/model.html",
        told=told,
        languages=read,
        written=(await habits(ctx.uow)).languages,
        label=LABELS["languages"],
        choices=LANGUAGES,
    )


@post(f"/{{workspace:str}}/{PAGE}", needs=NEEDS, include_in_schema=False)
async def write_in(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    """The languages in which the firm writes, from now on."""
    data = await sent(ctx.request)

    async def work() -> None:
        said = msgspec.to_builtins(await habits(ctx.uow)) | {"languages": data.all("languages")}
        try:
            wish = msgspec.convert(said, Habits)
        except msgspec.ValidationError as error:
            raise Invalid(fields={"languages": _("Choose one of the languages shown.")}) from error
        await keep(ctx.uow, ctx.principal, wish)

    return await settled(ctx, work(), here(ctx, PAGE), _("Settings saved."))


ROUTES: Final = (model_page, write_in)
