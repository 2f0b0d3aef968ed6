"""A new lead in the chat: accepted there by one, or passed on."""

from uuid import UUID

from bots.core.reminding import announce, tells
from bots.core.steps import button
from bots.core.talk import Pressed, Talk
from crm.sales.routing import answering
from crm.sales.routing.service import NEW_LEAD
from kernel.i18n import _
from tenants.notifications.service import Notice


@tells(NEW_LEAD)
def alert(talk: Talk, notice: Notice) -> None:
    """Who it is, and both answers."""
    buttons = [
        talk.button("lead_accept", _("Accept"), record=notice.record_id),
        talk.button("lead_pass", _("Pass on"), record=notice.record_id),
    ]
    announce(talk, notice, buttons)


@button("lead_accept", once=True)
async def accept(talk: Talk, pressed: Pressed) -> None:
    """Mine, unless somebody was faster."""
    talk.demand("lead:edit")
    lead = await answering.accept(talk.uow, talk.principal, UUID(pressed.args["record"]))
    talk.say(_("%(title)s is yours now.", title=lead["title"]), edit=True)


@button("lead_pass", once=True)
async def pass_on(talk: Talk, pressed: Pressed) -> None:
    """To the next one."""
    talk.demand("lead:edit")
    await answering.pass_on(talk.uow, talk.principal, UUID(pressed.args["record"]))
    talk.say(_("Passed on."), edit=True)
