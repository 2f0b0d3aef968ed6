"""The roles as pages: who may do what, in a table that an administrator fills in."""

from collections.abc import Awaitable
from typing import Any
from uuid import UUID

from litestar.params import FromPath
from litestar.response import Response

from kernel.errors import Forbidden, NotFound, Refused
from kernel.http import MEMBER, Ctx, get, post
from kernel.i18n import _
from kernel.principal import NONE
from tenants.access.acting import member
from tenants.access.granting import giver, within
from tenants.access.roles import EVERY, RECORD_ACTIONS, SETTINGS, Role, as_kept, cells_of
from tenants.access.subjects import SUBJECTS
from tenants.members.administration import members
from tenants.roles import service
from tenants.roles.model import TooMuch
from tenants.roles.reading import Kept, as_role, role, roles
from tenants.roles.words import ACTIONS, PARTS, REACHES, SIGHT, VEILS, reaches_of, type_label
from tenants.teams.tree import teams
from tenants.workspace.answers import here, settled, why
from web.render import page, redirect
from web.toasts import Toast

AT = "/{workspace:str}/settings/roles"
PAGE = "settings/roles"
NEEDS = "settings:roles"
TEMPLATES = "tenants/roles/templates"
USUAL = ""


@get(AT, needs=MEMBER, include_in_schema=False)
async def roles_page(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    """All roles, each in a few words."""
    return page(
        f"{TEMPLATES}/roles.html",
        roles=[_card(kept) for kept in (await roles(ctx.uow)).values()],
        may_edit=ctx.principal.may(NEEDS),
    )


@get(f"{AT}/new", needs=NEEDS, include_in_schema=False)
async def new_page(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    """A role that begins as a copy (`?like=rep`)."""
    like = (await role(ctx.uow, ctx.request.query_params.get("like", "rep"))).role
    return await _form(ctx, like, None)


@post(AT, needs=NEEDS, include_in_schema=False)
async def create_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    wish = await _wish(ctx)
    return await _saved(ctx, service.create(ctx.uow, ctx.principal, wish), wish, None)


@get(f"{AT}/{{code:str}}", needs=NEEDS, include_in_schema=False)
async def role_page(ctx: Ctx, workspace: FromPath[str], code: FromPath[str]) -> Response[str]:
    """What it may do, to be changed."""
    kept = await role(ctx.uow, code)
    if not kept.editable:
        raise Forbidden
    return await _form(ctx, kept.role, kept)


@post(f"{AT}/{{code:str}}", needs=NEEDS, include_in_schema=False)
async def change_by_form(ctx: Ctx, workspace: FromPath[str], code: FromPath[str]) -> Response[str]:
    wish, sent = await _wish(ctx), await ctx.request.form()
    version = str(sent.get("version") or "")
    known = int(version) if version.isdecimal() and len(version) < 10 else None  # noqa: PLR2004
    kept = await role(ctx.uow, code)
    work = service.change(ctx.uow, ctx.principal, code, wish, known)
    return await _saved(ctx, work, wish, kept)


@post(f"{AT}/{{code:str}}/deletion", needs=NEEDS, include_in_schema=False)
async def delete_by_form(ctx: Ctx, workspace: FromPath[str], code: FromPath[str]) -> Response[str]:
    work = service.delete(ctx.uow, ctx.principal, code)
    return await settled(ctx, work, here(ctx, PAGE), _("Done."))


@get(f"{AT}/{{code:str}}/preview", needs=NEEDS, include_in_schema=False)
async def preview_page(ctx: Ctx, workspace: FromPath[str], code: FromPath[str]) -> Response[str]:
    """What a member would see with this role; for those who see as much themselves."""
    kept = await role(ctx.uow, code)
    if not within(await giver(ctx.uow, ctx.principal), kept.role) or ctx.principal.scope != "all":
        raise Forbidden
    found = await members(ctx.uow)
    chosen = _id(ctx.request.query_params.get("member", "")) or found[0]["id"]
    somebody = await member(ctx.uow, ctx.principal.tenant_id, chosen, via=ctx.principal.via)
    if somebody is None:
        return redirect(
            here(ctx, f"{PAGE}/{code}"), toast=Toast(_("This member is suspended."), "error")
        )
    seeing = as_role(somebody, kept.role)
    return page(
        f"{TEMPLATES}/preview.html",
        role=kept.role,
        who=somebody,
        people=[(m["id"], m["name"]) for m in found if m["status"] == "active"],
        samples=[
            (str(subject.label), await subject.sample(ctx.uow, seeing))
            for subject in SUBJECTS.values()
            if seeing.may(f"{subject.name}:see")
        ],
        unseen=[str(s.label) for s in SUBJECTS.values() if not seeing.may(f"{s.name}:see")],
    )


def _card(kept: Kept) -> dict[str, Any]:
    cells = cells_of(kept.role, (EVERY, *SUBJECTS))
    special = [type_label(type) for type in SUBJECTS if cells[type] != cells[EVERY]]
    return {
        "kept": kept,
        "role": kept.role,
        "sight": SIGHT[cells[EVERY]["see"]],
        "actions": [ACTIONS[a] for a, reach in cells[EVERY].items() if reach != NONE],
        "parts": [PARTS[part] for part in SETTINGS if kept.role.may(f"settings:{part}")],
        "special": special,
        "veiled": sum(len(rules) for rules in kept.role.veils.values()),
    }


async def _saved(
    ctx: Ctx, work: Awaitable[Any], wish: service.Wish, kept: Kept | None
) -> Response[str]:
    """Back to the roles; what was refused stays in the form, and the form says why."""
    try:
        async with ctx.uow.savepoint():
            await work
    except Refused as error:
        if error.status not in {409, 422} and not isinstance(error, TooMuch):
            raise
        named = [str(team) for team in wish.teams]
        typed = {"records": wish.records, "settings": wish.settings, "teams": named}
        shown = as_kept(kept.code if kept else "", wish.name, wish.about, typed, wish.fields)
        return await _form(ctx, shown, kept, error)
    return redirect(here(ctx, PAGE), toast=Toast(_("Saved.")))


async def _form(
    ctx: Ctx, shown: Role, kept: Kept | None, refused: Refused | None = None
) -> Response[str]:
    every = cells_of(shown, (EVERY,))[EVERY]
    rows = [(EVERY, type_label(EVERY), _chosen(every))]
    for type, cells in cells_of(shown, tuple(SUBJECTS)).items():
        chosen = {a: USUAL if reach == every[a] else reach for a, reach in cells.items()}
        rows.append((type, type_label(type), _chosen(chosen)))
    fields = []
    for type, subject in SUBJECTS.items():
        options = [option for option in await subject.fields(ctx.uow) if not option.fixed]
        fields.append((type, type_label(type), options, shown.veils.get(type, {})))
    return page(
        f"{TEMPLATES}/role.html",
        role=shown,
        kept=kept,
        rows=rows,
        every=EVERY,
        actions=[(action, ACTIONS[action], reaches_of(action)) for action in RECORD_ACTIONS],
        parts=[(part, PARTS[part], shown.may(f"settings:{part}")) for part in SETTINGS],
        fields=fields,
        veils=VEILS,
        teams=await teams(ctx.uow),
        named_reach=REACHES["named"],
        refused=why(refused) if refused else "",
        status_code=refused.status if refused else 200,
    )


def _chosen(cells: dict[str, str]) -> dict[str, str]:
    """As the form offers it: whether something new may be made is yes or no."""
    made = cells["create"]
    return {**cells, "create": made if made in {USUAL, NONE} else "all"}


async def _wish(ctx: Ctx) -> service.Wish:
    """The form: `cell.company.edit`, `settings.people`, `field.contact.phones`, `team.ID`."""
    sent = {key: str(value) for key, value in (await ctx.request.form()).items()}
    records: dict[str, dict[str, str]] = {}
    fields: dict[str, dict[str, str]] = {}
    for key, value in sent.items():
        word, _dot, rest = key.partition(".")
        type, _dot, name = rest.partition(".")
        if word == "cell" and value != USUAL:
            records.setdefault(type, {})[name] = value
        elif word == "field" and value:
            fields.setdefault(type, {})[name] = value
    return service.Wish(
        name=sent.get("name", ""),
        about=sent.get("about", ""),
        records=records,
        settings=[part for part in SETTINGS if sent.get(f"settings.{part}")],
        fields=fields,
        teams=[team for key in sent if key.startswith("team.") and (team := _id(key[5:]))],
    )


def _id(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise NotFound from error


ROUTES = [
    roles_page,
    new_page,
    create_by_form,
    role_page,
    change_by_form,
    delete_by_form,
    preview_page,
]
