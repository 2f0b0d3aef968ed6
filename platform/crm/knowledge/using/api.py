"""The JSON API of the use of knowledge, and of what it did."""

from typing import Literal
from uuid import UUID

import msgspec
from litestar.params import FromPath, JSONBody

from crm.knowledge.item.api import ONE, TAGS
from crm.knowledge.item.model import KNOWLEDGE
from crm.knowledge.item.service import Knowledge
from crm.knowledge.using.outcomes import (
    Contribution,
    Helping,
    Outcomes,
    contributions,
    helping,
    outcomes,
)
from crm.knowledge.using.service import UseView, thank, use_of, used, vote
from crm.records.api import API
from crm.sales.deal.service import Deals
from kernel.http import Ctx, get, post

_SEE = f"{KNOWLEDGE.name}:see"


class Vote(msgspec.Struct, forbid_unknown_fields=True):
    """Whether it helped."""

    helped: bool


class UseWish(msgspec.Struct, forbid_unknown_fields=True):
    """It was opened, or said to a customer; for that deal, if it was for one."""

    way: Literal["opened", "quoted"]
    deal_id: UUID | None = None


class Figures(msgspec.Struct, frozen=True):
    """What helped, who gave it, and how deals ended with and without: observed, not proven."""

    helping: list[Helping]
    contributions: list[Contribution]
    outcomes: Outcomes | None


@get(f"{ONE}/use", needs=_SEE, operation_id="useOfKnowledge", tags=TAGS)
async def use(ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]) -> UseView:
    """How often it was shown, opened and quoted, and whether it helped."""
    await Knowledge(ctx.uow, ctx.principal).get(record_id)
    return await use_of(ctx.uow, ctx.principal, record_id)


@post(f"{ONE}/use", needs=_SEE, operation_id="noteUseOfKnowledge", tags=TAGS, status_code=200)
async def note_use(
    ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID], data: JSONBody[UseWish]
) -> UseView:
    """Counted once a day for each deal."""
    await Knowledge(ctx.uow, ctx.principal).get(record_id)
    if data.deal_id is not None:
        await Deals(ctx.uow, ctx.principal).get(data.deal_id)
    await used(ctx.uow, ctx.principal, data.way, [record_id], data.deal_id)
    return await use_of(ctx.uow, ctx.principal, record_id)


@post(f"{ONE}/votes", needs=_SEE, operation_id="voteOnKnowledge", tags=TAGS, status_code=200)
async def vote_on(
    ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID], data: JSONBody[Vote]
) -> UseView:
    """The member's last word counts; nobody votes on their own."""
    return await vote(ctx.uow, ctx.principal, record_id, helped=data.helped)


@post(f"{ONE}/thanks", needs=_SEE, operation_id="thankForKnowledge", tags=TAGS, status_code=200)
async def thank_for(ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]) -> UseView:
    """Once; whoever kept it hears it."""
    return await thank(ctx.uow, ctx.principal, record_id)


@get(f"{API}/knowledge-figures", needs=_SEE, operation_id="knowledgeFigures", tags=TAGS)
async def figures(ctx: Ctx, workspace: FromPath[str]) -> Figures:
    """Of published knowledge, and of the closed deals that the member sees."""
    uow, me = ctx.uow, ctx.principal
    return Figures(await helping(uow, me), await contributions(uow, me), await outcomes(uow, me))


ROUTES = [use, note_use, vote_on, thank_for, figures]
