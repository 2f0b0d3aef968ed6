"""The JSON API of territories: the tree, what a change would move, and where a company is."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar.params import FromPath, JSONBody, QueryParameter

from crm.customers.territory import accounts as by_hand
from crm.customers.territory.accounts import Account, Named, Whereabouts
from crm.customers.territory.preview import Preview, previewed
from crm.customers.territory.running import Run, runs
from crm.customers.territory.service import (
    archive,
    change,
    counts,
    found_territory,
    territories,
)
from crm.customers.territory.tree import Territory
from crm.customers.territory.wishes import TerritoryWish, Transfer
from crm.records.api import API
from kernel.http import Ctx, delete, get, post, put

_AT = f"{API}/territories"
_ONE = f"{_AT}/{{territory_id:uuid}}"
_COMPANY = f"{API}/companies/{{record_id:uuid}}"
_TAGS = ["Territories"]
NEEDS = "settings:workspace"
Owners = Annotated[Transfer, QueryParameter()]


class Placed(msgspec.Struct, frozen=True):
    """A territory, and how many companies that the reader sees lie in it, not below it."""

    territory: Territory
    companies: int


class Territories(msgspec.Struct):
    """Those in use, each after the one in which it lies."""

    items: list[Placed]


class Runs(msgspec.Struct):
    """The latest changes being worked off, the last one first."""

    items: list[Run]


class Accounts(msgspec.Struct):
    """Companies that are named by hand."""

    items: list[Account]


class Naming(msgspec.Struct, forbid_unknown_fields=True):
    """`included` in it whatever the rules say, or `excluded` from it."""

    territory_id: UUID
    how: Named = "included"


@get(
    _AT,
    needs="company:see",
    operation_id="listTerritories",
    tags=_TAGS,
)
async def list_territories(ctx: Ctx, workspace: FromPath[str]) -> Territories:
    return await _all(ctx)


@post(_AT, needs=NEEDS, operation_id="createTerritory", tags=_TAGS)
async def create_territory(
    ctx: Ctx, workspace: FromPath[str], data: JSONBody[TerritoryWish]
) -> Territories:
    await found_territory(ctx.uow, ctx.principal, data)
    return await _all(ctx)


@post(
    f"{_AT}/preview",
    needs=NEEDS,
    operation_id="previewTerritory",
    tags=_TAGS,
    status_code=200,
    cost=20,
)
async def preview_new(ctx: Ctx, workspace: FromPath[str], data: JSONBody[TerritoryWish]) -> Preview:
    """What a new territory would move; nothing is changed."""
    uow, me = ctx.uow, ctx.principal
    return await previewed(uow, me, lambda: found_territory(uow, me, data), data.transfer)


@get(
    f"{_AT}/runs",
    needs=NEEDS,
    operation_id="listTerritoryRuns",
    tags=_TAGS,
)
async def list_runs(ctx: Ctx, workspace: FromPath[str]) -> Runs:
    return Runs(await runs(ctx.uow))


@put(_ONE, needs=NEEDS, operation_id="replaceTerritory", tags=_TAGS)
async def replace_territory(
    ctx: Ctx,
    workspace: FromPath[str],
    territory_id: FromPath[UUID],
    data: JSONBody[TerritoryWish],
) -> Territories:
    await change(ctx.uow, ctx.principal, territory_id, data)
    return await _all(ctx)


@post(
    f"{_ONE}/preview",
    needs=NEEDS,
    operation_id="previewTerritoryChange",
    tags=_TAGS,
    status_code=200,
    cost=20,
)
async def preview_change(
    ctx: Ctx,
    workspace: FromPath[str],
    territory_id: FromPath[UUID],
    data: JSONBody[TerritoryWish],
) -> Preview:
    """What the change would move; nothing is changed."""
    uow, me = ctx.uow, ctx.principal
    return await previewed(uow, me, lambda: change(uow, me, territory_id, data), data.transfer)


@post(
    f"{_ONE}/archival",
    needs=NEEDS,
    operation_id="archiveTerritory",
    tags=_TAGS,
    status_code=200,
)
async def archive_territory(
    ctx: Ctx, workspace: FromPath[str], territory_id: FromPath[UUID], transfer: Owners = "none"
) -> Territories:
    await archive(ctx.uow, ctx.principal, territory_id, transfer)
    return await _all(ctx)


@post(
    f"{_ONE}/archival/preview",
    needs=NEEDS,
    operation_id="previewTerritoryArchival",
    tags=_TAGS,
    status_code=200,
    cost=20,
)
async def preview_archival(
    ctx: Ctx, workspace: FromPath[str], territory_id: FromPath[UUID], transfer: Owners = "none"
) -> Preview:
    """What would move if it were archived; nothing is changed."""
    uow, me = ctx.uow, ctx.principal
    return await previewed(uow, me, lambda: archive(uow, me, territory_id), transfer)


@get(
    f"{_ONE}/accounts",
    needs=NEEDS,
    operation_id="listTerritoryAccounts",
    tags=_TAGS,
)
async def list_accounts(
    ctx: Ctx, workspace: FromPath[str], territory_id: FromPath[UUID]
) -> Accounts:
    return Accounts(await by_hand.accounts(ctx.uow, ctx.principal, territory_id))


@get(
    f"{_COMPANY}/territories",
    needs="company:see",
    operation_id="territoriesOfCompany",
    tags=_TAGS,
)
async def of_company(ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]) -> Whereabouts:
    return await by_hand.whereabouts(ctx.uow, ctx.principal, record_id)


@put(
    f"{_COMPANY}/territory",
    needs="company:transfer",
    operation_id="nameTerritoryOfCompany",
    tags=_TAGS,
)
async def name_territory(
    ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID], data: JSONBody[Naming]
) -> Whereabouts:
    await by_hand.name(ctx.uow, ctx.principal, record_id, data.territory_id, data.how)
    return await by_hand.whereabouts(ctx.uow, ctx.principal, record_id)


@delete(
    f"{_COMPANY}/territory",
    needs="company:transfer",
    operation_id="leaveTerritoryToRules",
    tags=_TAGS,
    status_code=200,
)
async def leave_to_rules(
    ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]
) -> Whereabouts:
    await by_hand.leave_to_rules(ctx.uow, ctx.principal, record_id)
    return await by_hand.whereabouts(ctx.uow, ctx.principal, record_id)


async def _all(ctx: Ctx) -> Territories:
    many = await counts(ctx.uow, ctx.principal)
    found = await territories(ctx.uow, ctx.principal)
    if not ctx.principal.may(NEEDS):
        # A rule may name what is hidden from its reader.
        found = [msgspec.structs.replace(one, filter=None) for one in found]
    return Territories([Placed(one, many.get(one.id, 0)) for one in found])


ROUTES = [
    list_territories,
    create_territory,
    preview_new,
    list_runs,
    replace_territory,
    preview_change,
    archive_territory,
    preview_archival,
    list_accounts,
    of_company,
    name_territory,
    leave_to_rules,
]
