"""Territories as administrators set them up, and what a change would move before it is made."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from litestar.params import FromPath
from litestar.response import Response

from crm.customers.company.model import COMPANY
from crm.customers.territory.accounts import accounts
from crm.customers.territory.forms import shown, transfer_of, wish_of, words
from crm.customers.territory.preview import previewed
from crm.customers.territory.running import runs
from crm.customers.territory.service import archive, change, counts, found_territory, known
from crm.customers.territory.tree import Territory, Tree, tree_now
from crm.records.pages.forms import Sent, sent
from crm.records.pages.lines import MORE, offered
from crm.records.people import people
from kernel.errors import Refused
from kernel.http import Ctx, get, post
from kernel.i18n import _, lazy
from tenants.audit.words import THINGS, Thing, plainly
from tenants.workspace.answers import here, settled, why
from web.nav import Entry, navigation
from web.render import page, redirect
from web.toasts import Toast

AT = "settings/territories"
NEEDS = "settings:workspace"
TEMPLATES = "crm/customers/territory/templates"
_ALL = f"/{{workspace:str}}/{AT}"
_ONE = f"{_ALL}/{{territory_id:uuid}}"

THINGS["territory"] = Thing(lazy("Territory"), plainly)
navigation.add(
    "settings",
    Entry(
        key="territories",
        label=lazy("Territories"),
        icon="map",
        path=AT,
        order=137,
        permission=NEEDS,
    ),
)


@get(_ALL, needs=NEEDS, include_in_schema=False)
async def territories_page(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    tree, me = await tree_now(ctx.uow, ctx.principal)
    many = await counts(ctx.uow, me)
    return page(
        f"{TEMPLATES}/territories.html",
        rows=[(one, words(me, tree, one), many.get(one.id, 0)) for one in tree.items],
        runs=await runs(ctx.uow),
        **await _form(ctx, tree, None),
    )


@post(_ALL, needs=NEEDS, include_in_schema=False)
async def found_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    data = await sent(ctx.request)

    async def work() -> None:
        await found_territory(ctx.uow, ctx.principal, wish_of(ctx.principal, data))

    return await settled(ctx, work(), here(ctx, AT), _("Saved. The companies are being placed."))


@post(f"{_ALL}/preview", needs=NEEDS, cost=20, include_in_schema=False)
async def preview_new(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    data = await sent(ctx.request)

    async def work() -> None:
        await found_territory(ctx.uow, ctx.principal, wish_of(ctx.principal, data))

    return await _previewed(ctx, data, work, AT)


@get(_ONE, needs=NEEDS, include_in_schema=False)
async def territory_page(
    ctx: Ctx, workspace: FromPath[str], territory_id: FromPath[UUID]
) -> Response[str]:
    tree, me = await tree_now(ctx.uow, ctx.principal)
    one = known(tree, territory_id)
    return page(
        f"{TEMPLATES}/territory.html",
        path=tree.path(territory_id),
        inner=tree.is_inner(territory_id),
        words=words(me, tree, one),
        accounts=await accounts(ctx.uow, me, territory_id),
        **await _form(ctx, tree, one),
    )


@post(_ONE, needs=NEEDS, include_in_schema=False)
async def change_by_form(
    ctx: Ctx, workspace: FromPath[str], territory_id: FromPath[UUID]
) -> Response[str]:
    data = await sent(ctx.request)
    work = _change(ctx, data, territory_id)
    back = here(ctx, f"{AT}/{territory_id}")
    return await settled(ctx, work(), back, _("Saved. The companies are being placed."))


@post(f"{_ONE}/preview", needs=NEEDS, cost=20, include_in_schema=False)
async def preview_change(
    ctx: Ctx, workspace: FromPath[str], territory_id: FromPath[UUID]
) -> Response[str]:
    data = await sent(ctx.request)
    return await _previewed(ctx, data, _change(ctx, data, territory_id), f"{AT}/{territory_id}")


@post(f"{_ONE}/archival", needs=NEEDS, include_in_schema=False)
async def archive_by_form(
    ctx: Ctx, workspace: FromPath[str], territory_id: FromPath[UUID]
) -> Response[str]:
    data = await sent(ctx.request)

    async def work() -> None:
        await archive(ctx.uow, ctx.principal, territory_id, transfer_of(data))

    return await settled(ctx, work(), here(ctx, AT), _("Archived. The companies are being placed."))


@post(f"{_ONE}/archival/preview", needs=NEEDS, cost=20, include_in_schema=False)
async def preview_archival(
    ctx: Ctx, workspace: FromPath[str], territory_id: FromPath[UUID]
) -> Response[str]:
    data = await sent(ctx.request)

    async def work() -> None:
        await archive(ctx.uow, ctx.principal, territory_id)

    return await _previewed(ctx, data, work, f"{AT}/{territory_id}", "/archival")


def _change(ctx: Ctx, data: Sent, territory_id: UUID) -> Callable[[], Awaitable[None]]:
    async def work() -> None:
        tree, me = await tree_now(ctx.uow, ctx.principal)
        wish = wish_of(me, data, known(tree, territory_id))
        await change(ctx.uow, me, territory_id, wish)

    return work


async def _previewed(
    ctx: Ctx, data: Sent, work: Callable[[], Awaitable[None]], back: str, then: str = ""
) -> Response[str]:
    """The moves, and the same form once more to make the change."""
    try:
        transfer = transfer_of(data)
        found = await previewed(ctx.uow, ctx.principal, work, transfer)
    except Refused as error:
        if error.status in {401, 403, 404}:
            raise
        return redirect(here(ctx, back), toast=Toast(why(error), "error"))
    return page(
        f"{TEMPLATES}/preview.html",
        preview=found,
        people=await people(ctx.uow),
        carried=[(n, v) for n, v in data.pairs if n not in {"_csrf", "transfer"}],
        transfer=transfer,
        back=back,
        to=f"{back}{then}",
    )


async def _form(ctx: Ctx, tree: Tree, one: Territory | None) -> dict[str, Any]:
    below = {t.id for t in tree.below(one.id)} if one else set()
    return {
        "one": one,
        "parents": [(v, n) for v, n in tree.options() if UUID(v) not in below],
        "people": await people(ctx.uow),
        "offered": offered(ctx.principal, COMPANY, MORE, ("territory", "segment")),
        **shown(ctx.principal, one),
    }


ROUTES = [
    territories_page,
    found_by_form,
    preview_new,
    territory_page,
    change_by_form,
    preview_change,
    archive_by_form,
    preview_archival,
]
