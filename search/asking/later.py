"""A question is answered, or kept for those who may know."""

from uuid import UUID

import msgspec

from crm.knowledge.questions.service import ask_later
from kernel.principal import Principal
from kernel.rooms import demand_now, take
from kernel.transaction import UnitOfWork
from search.found import Answer
from search.service import Search


class Said(msgspec.Struct, frozen=True):
    """What was written down; `kept` is the question's number where nothing was."""

    answer: Answer | None
    kept: UUID | None = None


async def ask_or_keep(
    uow: UnitOfWork, principal: Principal, text: str, *, keeps: bool = True
) -> Said:
    """One more of the questions that the plan includes this month."""
    take(uow, principal.entitled, "ai_questions")
    await demand_now(uow, "ai_questions")
    answer = await Search(uow, principal).ask(text)
    if answer or not keeps:
        return Said(answer)
    return Said(None, await ask_later(uow, principal, text))
