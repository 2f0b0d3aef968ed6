"""A customer's message in the chat of whoever answers: the answer may be given right there."""

from typing import Any
from uuid import UUID

from bots.conversations import service
from bots.conversations.receiving import WROTE
from bots.core.reminding import tells
from bots.core.steps import answer, button
from bots.core.talk import Pressed, Talk
from kernel.i18n import _
from tenants.notifications.service import Notice


@tells(WROTE)
def wrote(talk: Talk, notice: Notice) -> None:
    """Who, what, and a button to answer."""
    words = {"workspace": talk.principal.workspace, "name": notice.title}
    reply = talk.button("customer_reply", _("Answer"), conversation=notice.record_id)
    lead = _("%(workspace)s: %(name)s writes:") % words
    talk.say(f"{lead}\n{notice.body}", actions=[reply])


@button("customer_reply")
async def ask(talk: Talk, pressed: Pressed) -> None:
    """The next message goes to the customer."""
    found = await service.one(talk.uow, talk.principal, UUID(pressed.args["conversation"]))
    talk.ask("customer", conversation=found.id)
    talk.say(_("What shall I tell %(name)s?", name=found.name))


@answer("customer")
async def told(talk: Talk, question: dict[str, Any], text: str) -> None:
    """Said to the customer, word by word."""
    talk.demand("activity:create")
    await service.answer(talk.uow, talk.principal, UUID(question["conversation"]), text)
    talk.say(_("Sent."))
