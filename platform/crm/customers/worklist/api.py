"""The JSON API of who is on a customer list."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Response
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import UNSET, Meta, UnsetType

from crm.customers.worklist.changing import change, change_members
from crm.customers.worklist.exporting import sheet
from crm.customers.worklist.members import Entered, fill, take_off
from crm.customers.worklist.reading import LIMIT, Entries, EntryView, entries
from crm.customers.worklist.service import Worklists
from crm.records.api import API
from kernel.http import Ctx, delete, get, patch, post

AT = f"{API}/worklists/{{record_id:uuid}}"
ENTRY = f"{API}/worklist-entries/{{entry_id:uuid}}"
TAGS = ["Customer lists"]
Ids = Annotated[list[UUID], Meta(max_length=200)]
Long = Annotated[str, Meta(max_length=500)]


class Filling(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Who comes onto it: those of a segment, those that a filter selects, those named."""

    segment_id: UUID | None = None
    filter: dict[str, Any] | None = None
    record_ids: Ids | None = None


class EntryEdit(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What is left out stays. `state` is of a plan: waiting, started, reached, dropped."""

    assignee_id: UUID | UnsetType | None = UNSET
    goal: Long | UnsetType | None = UNSET
    state: Annotated[str, Meta(max_length=20)] | UnsetType = UNSET


class Assigning(msgspec.Struct, forbid_unknown_fields=True):
    """Who calls: those who wait are dealt out among these members in turn; none frees them."""

    member_ids: Annotated[list[UUID], Meta(max_length=100)]


class Dealt(msgspec.Struct):
    """How many were dealt out."""

    dealt: int


@post(
    f"{AT}/filling",
    needs="worklist:edit",
    operation_id="fillWorklist",
    tags=TAGS,
    status_code=200,
)
async def fill_worklist(
    ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID], data: JSONBody[Filling]
) -> Entered:
    return await fill(
        ctx.uow,
        ctx.principal,
        record_id,
        segment_id=data.segment_id,
        where=data.filter,
        record_ids=data.record_ids,
    )


@get(
    f"{AT}/entries",
    needs="worklist:see",
    operation_id="entriesOfWorklist",
    tags=TAGS,
)
async def list_entries(
    ctx: Ctx,
    workspace: FromPath[str],
    record_id: FromPath[UUID],
    in_state: Annotated[str, QueryParameter(max_length=20)] = "",
    limit: Annotated[int, QueryParameter(ge=1, le=200)] = LIMIT,
    after: FromQuery[UUID | None] = None,
) -> Entries:
    worklist = await Worklists(ctx.uow, ctx.principal).get(record_id)
    found = entries(ctx.uow, ctx.principal, worklist, state=in_state, after=after, limit=limit)
    return await found


@post(
    f"{AT}/assignment",
    needs="worklist:edit",
    operation_id="dealOutWorklist",
    tags=TAGS,
    status_code=200,
)
async def deal_out(
    ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID], data: JSONBody[Assigning]
) -> Dealt:
    done = await change_members(ctx.uow, ctx.principal, record_id, data.member_ids)
    return Dealt(done)


@get(
    f"{AT}/export",
    needs="worklist:export",
    operation_id="exportWorklist",
    tags=TAGS,
    media_type="text/csv",
)
async def export_worklist(
    ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]
) -> Response[bytes]:
    return await sheet(ctx.uow, ctx.principal, record_id)


@patch(
    ENTRY,
    needs="worklist:see",
    operation_id="editWorklistEntry",
    tags=TAGS,
)
async def edit_entry(
    ctx: Ctx, workspace: FromPath[str], entry_id: FromPath[UUID], data: JSONBody[EntryEdit]
) -> EntryView:
    wishes = {n: v for n, v in msgspec.structs.asdict(data).items() if v is not UNSET}
    return await change(ctx.uow, ctx.principal, entry_id, wishes)


@delete(ENTRY, needs="worklist:edit", operation_id="takeOffWorklist", tags=TAGS)
async def take_off_entry(ctx: Ctx, workspace: FromPath[str], entry_id: FromPath[UUID]) -> None:
    await take_off(ctx.uow, ctx.principal, entry_id)


ROUTES = [fill_worklist, list_entries, deal_out, export_worklist, edit_entry, take_off_entry]
