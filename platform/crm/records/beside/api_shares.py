"""The JSON API of who sees a record: its shares, and everybody with the reason."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody

from crm.records.api import API, answer
from crm.records.beside.grants import ShareView, shares_of
from crm.records.beside.shares import Sharing, share, share_many, unshare
from crm.records.beside.viewers import Viewer, viewers
from crm.records.bulk import MOST
from crm.records.people import people
from crm.records.reading import fetch
from crm.records.service import service_of
from crm.records.types import RecordType
from kernel.http import Ctx, delete, get, put

Ids = Annotated[list[UUID], msgspec.Meta(max_length=MOST)]


class Shares(msgspec.Struct):
    """All that hold."""

    items: list[ShareView]


class Viewers(msgspec.Struct):
    """Everybody who sees a record."""

    items: list[Viewer]


class BulkSharing(Sharing):
    """The same for many records: all of them, or none."""

    ids: Ids = msgspec.field(default_factory=list)


def share_api(kind: RecordType) -> list[HTTPRouteHandler]:
    """The routes of a type."""
    return [*_reading(kind), *_with_members(kind), *_with_teams(kind)]


def _reading(kind: RecordType) -> list[HTTPRouteHandler]:
    name, camel, tags = kind.name, kind.name.capitalize(), [kind.plural.capitalize()]
    one = f"{API}/{kind.plural}/{{record_id:uuid}}"

    @get(
        f"{one}/shares",
        needs=f"{name}:see",
        operation_id=f"sharesOf{camel}",
        tags=tags,
        responses={200: ResponseSpec(Shares, generate_examples=False)},
    )
    async def list_shares(
        ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]
    ) -> Response[bytes]:
        await service_of(name, ctx.uow, ctx.principal).get(record_id)
        return answer(Shares(await shares_of(ctx.uow, ctx.principal, record_id)))

    @get(
        f"{one}/viewers",
        needs=f"{name}:see",
        operation_id=f"viewersOf{camel}",
        tags=tags,
        responses={200: ResponseSpec(Viewers, generate_examples=False)},
    )
    async def list_viewers(
        ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]
    ) -> Response[bytes]:
        row = await fetch(ctx.uow, ctx.principal, kind, record_id)
        everybody = await people(ctx.uow)
        return answer(Viewers(await viewers(ctx.uow, ctx.principal, kind, row, everybody)))

    return [list_shares, list_viewers]


def _with_members(kind: RecordType) -> list[HTTPRouteHandler]:
    name, camel, tags = kind.name, kind.name.capitalize(), [kind.plural.capitalize()]
    path = f"{API}/{kind.plural}/{{record_id:uuid}}/shares/{{member_id:uuid}}"

    @put(path, needs=f"{name}:edit", operation_id=f"share{camel}", tags=tags, status_code=204)
    async def share_record(
        ctx: Ctx,
        workspace: FromPath[str],
        record_id: FromPath[UUID],
        member_id: FromPath[UUID],
        data: JSONBody[Sharing | None] = None,
    ) -> None:
        await share(service_of(name, ctx.uow, ctx.principal), record_id, member_id, data)

    @delete(path, needs=f"{name}:edit", operation_id=f"unshare{camel}", tags=tags)
    async def unshare_record(
        ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID], member_id: FromPath[UUID]
    ) -> None:
        await unshare(service_of(name, ctx.uow, ctx.principal), record_id, member_id)

    @put(
        f"{API}/{kind.plural}/shares/{{member_id:uuid}}",
        needs=f"{name}:edit",
        operation_id=f"share{kind.plural.capitalize()}",
        tags=tags,
        status_code=204,
    )
    async def share_several(
        ctx: Ctx, workspace: FromPath[str], member_id: FromPath[UUID], data: JSONBody[BulkSharing]
    ) -> None:
        """Many records at once."""
        await share_many(service_of(name, ctx.uow, ctx.principal), data.ids, member_id, data)

    return [share_record, unshare_record, share_several]


def _with_teams(kind: RecordType) -> list[HTTPRouteHandler]:
    name, camel, tags = kind.name, kind.name.capitalize(), [kind.plural.capitalize()]
    path = f"{API}/{kind.plural}/{{record_id:uuid}}/team-shares/{{team_id:uuid}}"

    @put(
        path,
        needs=f"{name}:edit",
        operation_id=f"share{camel}WithTeam",
        tags=tags,
        status_code=204,
    )
    async def share_with_team(
        ctx: Ctx,
        workspace: FromPath[str],
        record_id: FromPath[UUID],
        team_id: FromPath[UUID],
        data: JSONBody[Sharing | None] = None,
    ) -> None:
        records = service_of(name, ctx.uow, ctx.principal)
        await share(records, record_id, team_id, data, whom="team")

    @delete(path, needs=f"{name}:edit", operation_id=f"unshare{camel}WithTeam", tags=tags)
    async def unshare_with_team(
        ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID], team_id: FromPath[UUID]
    ) -> None:
        records = service_of(name, ctx.uow, ctx.principal)
        await unshare(records, record_id, team_id, whom="team")

    @put(
        f"{API}/{kind.plural}/team-shares/{{team_id:uuid}}",
        needs=f"{name}:edit",
        operation_id=f"share{kind.plural.capitalize()}WithTeam",
        tags=tags,
        status_code=204,
    )
    async def share_several_with_team(
        ctx: Ctx, workspace: FromPath[str], team_id: FromPath[UUID], data: JSONBody[BulkSharing]
    ) -> None:
        """Many records at once."""
        records = service_of(name, ctx.uow, ctx.principal)
        await share_many(records, data.ids, team_id, data, whom="team")

    return [share_with_team, unshare_with_team, share_several_with_team]
