"""The rows behind what customers say."""

from typing import Final, get_args
from uuid import UUID

from litestar.params import FromPath
from litestar.response import Response

from crm.knowledge.hearing.reading import Heard
from crm.knowledge.item.words import KINDS, TOPICS
from crm.knowledge.matching.answering import answers, answers_to
from crm.knowledge.mining.grouping import Group, grouped
from crm.knowledge.mining.service import topic
from crm.knowledge.mining.themes import theme
from crm.records.fields import Choice
from crm.records.people import people
from kernel.errors import NotFound
from kernel.http import Ctx, get
from kernel.i18n import _
from web.render import page

SEE: Final = "knowledge_item:see"
TEMPLATE: Final = "crm/knowledge/mining/templates/topic.html"


@get("/{workspace:str}/knowledge/heard/{kind:str}/{name:str}", needs=SEE, include_in_schema=False)
async def topic_page(ctx: Ctx, kind: FromPath[str], name: FromPath[str]) -> Response[str]:
    """Who said so, in which words, and the deals at stake; and what we say to it."""
    if kind not in get_args(Heard) or not _label(TOPICS, name):
        raise NotFound
    uow, me = ctx.uow, ctx.principal
    heard: Heard = "objection" if kind == "objection" else "need"
    best = await answers_to(uow, me, [name], [], [], limit=5) if heard == "objection" else []
    found = await topic(uow, me, heard, name)
    return page(
        TEMPLATE,
        found=found,
        groups=grouped(found.voices),
        title=f"{_label(KINDS, kind)} · {_label(TOPICS, name)}",
        best=best,
        people=await people(uow),
        currency=me.currency,
    )


@get("/{workspace:str}/knowledge/themes/{theme_id:uuid}", needs=SEE, include_in_schema=False)
async def theme_page(ctx: Ctx, theme_id: FromPath[UUID]) -> Response[str]:
    """The same of what comes up in much the same words."""
    uow, me = ctx.uow, ctx.principal
    one, found = await theme(uow, me, theme_id)
    said = "\n".join(voice.words for voice in found.voices)
    told = _(", ").join(one.terms) or _label(TOPICS, one.topic)
    return page(
        TEMPLATE,
        found=found,
        groups=[Group("", found.voices)],
        title=f"{_label(KINDS, one.kind)} · {told}",
        best=await answers(uow, me, said, limit=5) if one.kind == "objection" else [],
        people=await people(uow),
        currency=me.currency,
    )


def _label(choices: tuple[Choice, ...], value: str) -> str:
    return next((str(choice.label) for choice in choices if choice.value == value), "")


ROUTES = [topic_page, theme_page]
