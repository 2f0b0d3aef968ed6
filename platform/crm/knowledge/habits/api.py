"""The JSON API of how a workspace wants its knowledge."""

from typing import Final

from litestar.params import FromPath, JSONBody

from crm.knowledge.habits.service import Habits, habits, keep
from crm.knowledge.item.api import TAGS
from crm.records.api import API
from kernel.http import Ctx, get, put

_AT: Final = f"{API}/knowledge-habits"
NEEDS: Final = "settings:workspace"


@get(_AT, needs=NEEDS, operation_id="knowledgeHabits", tags=TAGS)
async def show(ctx: Ctx, workspace: FromPath[str]) -> Habits:
    """What holds now."""
    return await habits(ctx.uow)


@put(_AT, needs=NEEDS, operation_id="keepKnowledgeHabits", tags=TAGS)
async def change(ctx: Ctx, workspace: FromPath[str], data: JSONBody[Habits]) -> Habits:
    """What is not said is as it is delivered."""
    return await keep(ctx.uow, ctx.principal, data)


ROUTES = [show, change]
