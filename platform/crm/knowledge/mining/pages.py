"""The rows behind what customers say."""

from typing import Final, get_args

from litestar.params import FromPath
from litestar.response import Response

from crm.knowledge.hearing.reading import Heard
from crm.knowledge.item.words import KINDS, TOPICS
from crm.knowledge.matching.answering import answers_to
from crm.knowledge.mining.grouping import grouped
from crm.knowledge.mining.service import topic
from crm.records.people import people
from kernel.errors import NotFound
from kernel.http import Ctx, get
from web.render import page

SEE: Final = "knowledge_item:see"


@get("/{workspace:str}/knowledge/heard/{kind:str}/{name:str}", needs=SEE, include_in_schema=False)
async def topic_page(ctx: Ctx, kind: FromPath[str], name: FromPath[str]) -> Response[str]:
    """Who said so, in which words, and the deals at stake; and what we say to it."""
    kinds = {choice.value: str(choice.label) for choice in KINDS}
    topics = {choice.value: str(choice.label) for choice in TOPICS}
    if kind not in get_args(Heard) or name not in topics:
        raise NotFound
    uow, me = ctx.uow, ctx.principal
    heard: Heard = "objection" if kind == "objection" else "need"
    best = await answers_to(uow, me, [name], [], [], limit=5) if heard == "objection" else []
    found = await topic(uow, me, heard, name)
    return page(
        "crm/knowledge/mining/templates/topic.html",
        found=found,
        groups=grouped(found.voices),
        title=f"{kinds[kind]} · {topics[name]}",
        best=best,
        people=await people(uow),
        currency=me.currency,
    )


ROUTES = [topic_page]
