"""The JSON API of what is alike, and of making one of two."""

from uuid import UUID

import msgspec
from litestar import Response
from litestar.params import FromPath, JSONBody

from crm.knowledge.item.api import ANSWER, ONE, TAGS
from crm.knowledge.item.model import CURATES
from crm.knowledge.item.service import Knowledge
from crm.knowledge.queue.service import Alike, alike, unite
from crm.records.api import shown
from crm.records.duplicates.unmerging import unmerge
from kernel.http import Ctx, delete, get, post


class Similar(msgspec.Struct, frozen=True):
    """The nearest first."""

    items: list[Alike]


class UniteWith(msgspec.Struct, forbid_unknown_fields=True, rename={"other": "with"}):
    """The piece that is taken up."""

    other: UUID


@get(f"{ONE}/similar", needs="knowledge_item:see", operation_id="similarKnowledge", tags=TAGS)
async def similar(ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]) -> Similar:
    """What says nearly the same, by meaning where that is installed, else by words."""
    return Similar(await alike(ctx.uow, ctx.principal, record_id))


@post(
    f"{ONE}/merges",
    needs=CURATES,
    operation_id="mergeKnowledge",
    tags=TAGS,
    responses={201: ANSWER},
)
async def merge(
    ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID], data: JSONBody[UniteWith]
) -> Response[bytes]:
    """Take the other one up into this one, with its use."""
    return shown(await unite(ctx.uow, ctx.principal, record_id, data.other), 201)


@delete(
    f"{ONE}/merges/{{merged_id:uuid}}",
    needs=CURATES,
    operation_id="unmergeKnowledge",
    tags=TAGS,
    status_code=200,
    responses={200: ANSWER},
)
async def separate(
    ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID], merged_id: FromPath[UUID]
) -> Response[bytes]:
    """Two again, as they were."""
    return shown(await unmerge(Knowledge(ctx.uow, ctx.principal), record_id, merged_id))


ROUTES = [similar, merge, separate]
