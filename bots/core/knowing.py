"""What a note tells is kept with one tap, and what is known comes back at once, in one line."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from bots.core.drafts import Draft
from bots.core.messages import Action
from bots.core.steps import button
from bots.core.talk import Pressed, Talk
from crm.knowledge.capture.service import CaptureWish, keep
from crm.knowledge.hearing.reading import heard
from crm.knowledge.matching.answering import answers
from crm.knowledge.naming import named_in
from crm.knowledge.using.service import used, vote
from crm.records.reading import View
from kernel.i18n import _

LINE: Final = 240


async def best_line(talk: Talk, text: str, deals: Sequence[View] = ()) -> tuple[str, list[Action]]:
    """The best answer to an objection or a competitor, and a button to say that one said it.

    It counts for the customer's deal, where there is one.
    """
    found = await answers(talk.uow, talk.principal, text)
    if not found:
        return "", []
    best = found[0]
    deal = deals[0]["id"] if len(deals) == 1 else None
    await used(talk.uow, talk.principal, "shown", [best.id], deal)
    said = " ".join(best.answer.split())[:LINE]
    text = _("What we say: %(answer)s (%(source)s)", answer=said, source=best.name)
    return text, [talk.button("knowledge_said", _("I said this"), item=best.id, deal=deal)]


async def offer(talk: Talk, draft: Draft) -> list[Action]:
    """A button to keep it, where an objection, a need or a competitor is named."""
    if not talk.principal.may("knowledge_item:create"):
        return []
    if not heard(draft.card.text):
        named = await named_in(talk.uow, talk.principal, draft.card.text)
        if not named.competitors:
            return []
    return [talk.button("knowledge_keep", _("Keep as knowledge"), record=draft.made["activity"])]


@button("knowledge_keep", once=True)
async def keep_it(talk: Talk, pressed: Pressed) -> None:
    """Kept whole; a curator puts it in order."""
    talk.demand("knowledge_item:create")
    wish = CaptureWish(record_id=UUID(pressed.args["record"]))
    item = await keep(talk.uow, talk.principal, wish)
    talk.say(_("Kept: %(name)s. A curator will look at it.", name=item["title"]))


@button("knowledge_said", once=True)
async def said_it(talk: Talk, pressed: Pressed) -> None:
    """It was said to the customer; whether it helped is asked."""
    talk.demand("knowledge_item:see")
    item, deal = UUID(pressed.args["item"]), pressed.args.get("deal")
    about = UUID(deal) if deal else None
    await used(talk.uow, talk.principal, "quoted", [item], about)
    talk.say(_("Noted. Did it help?"), actions=votes(talk, item))


@button("knowledge_yes", "knowledge_no", once=True)
async def vote_on(talk: Talk, pressed: Pressed) -> None:
    """The last word counts."""
    talk.demand("knowledge_item:see")
    yes = pressed.kind == "knowledge_yes"
    await vote(talk.uow, talk.principal, UUID(pressed.args["item"]), helped=yes)
    talk.say(_("Thank you for saying so."), edit=True)


def votes(talk: Talk, item: UUID | None) -> list[Action]:
    """Whether it helped."""
    return [
        talk.button("knowledge_yes", _("It helped"), item=item),
        talk.button("knowledge_no", _("It did not help"), item=item),
    ]
