"""The settings page of search by meaning: which model, what it reads, how far it is."""

from typing import Final

from litestar import Response
from litestar.params import FromPath

from kernel.http import Ctx, get
from kernel.i18n import LANGUAGES, lazy
from search.dense.progress import progress
from web.nav import Entry, navigation
from web.render import page

TEMPLATES: Final = "search/templates"
NEEDS: Final = "settings:workspace"

navigation.add(
    "settings",
    Entry(
        key="search",
        label=lazy("Search"),
        icon="search",
        path="settings/search",
        order=155,
        permission=NEEDS,
    ),
)


@get("/{workspace:str}/settings/search", needs=NEEDS, include_in_schema=False)
async def model_page(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    """How far the model has read what was written here."""
    told = await progress(ctx.uow, ctx.principal.tenant_id)
    read = ", ".join(LANGUAGES.get(code, code) for code in told.languages)
    return page(f"{TEMPLATES}/model.html", told=told, languages=read)


ROUTES: Final = (model_page,)
