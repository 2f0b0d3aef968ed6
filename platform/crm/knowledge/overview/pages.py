"""The page of the firm's knowledge."""

from typing import Final

import msgspec
from litestar.response import Response

from crm.knowledge.item.model import CURATES
from crm.knowledge.item.words import KINDS, TOPICS
from crm.knowledge.mining.service import DAYS, clusters
from crm.knowledge.mining.themes import themes
from crm.knowledge.overview.service import known
from crm.knowledge.questions.service import questions
from crm.knowledge.queue.service import captured, disputed, stale
from crm.knowledge.using.outcomes import contributions, helping, outcomes
from crm.records.people import people
from kernel.filters import Test, tree
from kernel.http import Ctx, get
from kernel.i18n import lazy
from web.nav import Entry, navigation
from web.render import page

SEE: Final = "knowledge_item:see"

navigation.add(
    "main",
    Entry(
        key="knowledge",
        label=lazy("Knowledge"),
        icon="bookmark",
        path="knowledge",
        order=45,
        permission=SEE,
        letter="i",
    ),
)
navigation.add(
    "new",
    Entry(
        key="knowledge",
        label=lazy("New piece of knowledge"),
        icon="bookmark",
        path="knowledge/new",
        order=70,
        permission="knowledge_item:create",
    ),
)


@get("/{workspace:str}/knowledge", needs=SEE, include_in_schema=False)
async def overview_page(ctx: Ctx) -> Response[str]:
    """What is known, what is asked and not answered, what is stale, what helped."""
    uow, me = ctx.uow, ctx.principal
    curates = me.may(CURATES)
    return page(
        "crm/knowledge/overview/templates/overview.html",
        curates=curates,
        known=await known(uow, me),
        waiting=await captured(uow, me),
        disputed=await disputed(uow, me),
        stale=await stale(uow, me),
        asked=await questions(uow, me),
        said=await clusters(uow, me),
        themes=await themes(uow, me),
        helping=await helping(uow, me),
        givers=await contributions(uow, me),
        outcomes=await outcomes(uow, me),
        people=await people(uow),
        kinds={choice.value: str(choice.label) for choice in KINDS},
        topics={choice.value: str(choice.label) for choice in TOPICS},
        days=DAYS,
        currency=me.currency,
        of_kind=_of_kind,
    )


def _of_kind(kind: str) -> str:
    """The filter of the list that shows the pieces of a kind."""
    return msgspec.json.encode(tree(Test("kind", "eq", kind))).decode()


ROUTES = [overview_page]
