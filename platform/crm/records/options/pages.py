"""Settings → Lists: the words that records choose from."""

from uuid import UUID

from litestar.params import FromPath
from litestar.response import Response

from crm.records.beside.tags import COLORS
from crm.records.options import service
from crm.records.pages.list import Short
from kernel.http import Ctx, get, post
from kernel.i18n import LANGUAGES, _, lazy
from tenants.people.doors import form_of
from tenants.workspace.answers import here, settled
from web.nav import Entry, navigation
from web.render import page, redirect
from web.toasts import Toast

AT = "/{workspace:str}/settings/lists"
NEEDS = "settings:workspace"
COLOR_WORDS = {
    "grey": lazy("grey"),
    "blue": lazy("blue"),
    "teal": lazy("teal"),
    "green": lazy("green"),
    "amber": lazy("amber"),
    "red": lazy("red"),
}

navigation.add(
    "settings",
    Entry(
        key="lists",
        label=lazy("Lists"),
        icon="list",
        path="settings/lists",
        order=116,
        permission=NEEDS,
    ),
)


@get(AT, needs=NEEDS, include_in_schema=False)
async def lists_page(ctx: Ctx, workspace: FromPath[str], list: Short = "") -> Response[str]:
    """All lists, or one of them with its words."""
    found = await service.lists(ctx.uow, ctx.principal)
    shown = await service.list_called(ctx.uow, ctx.principal, list) if list else None
    return page(
        "crm/records/options/templates/lists.html",
        lists=found,
        shown=shown,
        colors=[(code, str(COLOR_WORDS[code])) for code in COLORS],
        spoken=LANGUAGES,
    )


@post(AT, needs=NEEDS, include_in_schema=False)
async def add_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    """One more word; with no word the list just becomes the workspace's own."""
    form = await form_of(ctx, "list", "color", *LANGUAGES)
    labels = {code: form[code] for code in LANGUAGES}
    work = (
        service.add(ctx.uow, ctx.principal, form["list"], None, labels, form["color"] or "grey")
        if any(labels.values())
        else service.adopt(ctx.uow, ctx.principal, form["list"])
    )
    return await settled(ctx, work, _back(ctx, form["list"]), _("Saved."))


@post(f"{AT}/{{option_id:uuid}}", needs=NEEDS, include_in_schema=False)
async def change_by_form(
    ctx: Ctx, workspace: FromPath[str], option_id: FromPath[UUID]
) -> Response[str]:
    form = await form_of(ctx, "list", "color", *LANGUAGES)
    wishes = {"labels": {code: form[code] for code in LANGUAGES}, "color": form["color"]}
    work = service.change(ctx.uow, ctx.principal, option_id, wishes)
    return await settled(ctx, work, _back(ctx, form["list"]), _("Saved."))


@post(f"{AT}/{{option_id:uuid}}/move", needs=NEEDS, include_in_schema=False)
async def move_by_form(
    ctx: Ctx, workspace: FromPath[str], option_id: FromPath[UUID]
) -> Response[str]:
    form = await form_of(ctx, "list", "steps")
    steps = -1 if form["steps"] == "-1" else 1
    await service.move(ctx.uow, ctx.principal, option_id, steps)
    return redirect(_back(ctx, form["list"]))


@post(f"{AT}/{{option_id:uuid}}/archival", needs=NEEDS, include_in_schema=False)
async def archive_by_form(
    ctx: Ctx, workspace: FromPath[str], option_id: FromPath[UUID]
) -> Response[str]:
    form = await form_of(ctx, "list")
    await service.archive(ctx.uow, ctx.principal, option_id)
    undo = here(ctx, f"settings/lists/{option_id}/return")
    toast = Toast(_("Archived. Records that have it still show it."), undo=undo)
    return redirect(_back(ctx, form["list"]), toast=toast)


@post(f"{AT}/{{option_id:uuid}}/return", needs=NEEDS, include_in_schema=False)
async def return_by_form(
    ctx: Ctx, workspace: FromPath[str], option_id: FromPath[UUID]
) -> Response[str]:
    form = await form_of(ctx, "list")
    await service.archive(ctx.uow, ctx.principal, option_id, gone=False)
    return redirect(_back(ctx, form["list"]), toast=Toast(_("It can be chosen again.")))


def _back(ctx: Ctx, name: str) -> str:
    return here(ctx, f"settings/lists?list={name}" if name else "settings/lists")


ROUTES = [
    lists_page,
    add_by_form,
    change_by_form,
    move_by_form,
    archive_by_form,
    return_by_form,
]
