"""A partner's registration in the chat: approved as a deal or as a lead, or not, and why."""

from typing import Any
from uuid import UUID

from bots.core.reminding import announce, tells
from bots.core.steps import answer, button
from bots.core.talk import Pressed, Talk
from crm.sales.registration.deciding import Approval, approve, reject
from crm.sales.registration.service import Registrations
from crm.sales.registration.telling import DECIDED
from kernel.errors import NotFound
from kernel.i18n import _
from tenants.notifications.service import Notice


@tells(DECIDED)
async def told(talk: Talk, notice: Notice) -> None:
    """With buttons for whoever may decide, while nobody has."""
    me, buttons = talk.principal, []
    if me.may("registration:transfer") and await _open(talk, UUID(str(notice.record_id))):
        about = {"registration": notice.record_id}
        buttons = [
            talk.button("registration_deal", _("Approve as a deal"), **about),
            talk.button("registration_lead", _("Approve as a lead"), **about),
            talk.button("registration_reject", _("Reject"), **about),
        ]
    announce(talk, notice, buttons)


@button("registration_deal", once=True)
async def as_deal(talk: Talk, pressed: Pressed) -> None:
    """The customer is the partner's, and a deal is open."""
    await _approve(talk, pressed, Approval(into="deal"))


@button("registration_lead", once=True)
async def as_lead(talk: Talk, pressed: Pressed) -> None:
    """The customer is the partner's, and somebody looks into it."""
    await _approve(talk, pressed, Approval(into="lead"))


@button("registration_reject")
async def ask_why(talk: Talk, pressed: Pressed) -> None:
    """The partner hears the reason."""
    talk.demand("registration:transfer")
    asked = UUID(pressed.args["registration"])
    found = await Registrations(talk.uow, talk.principal).get(asked)
    talk.ask("registration_reject", registration=pressed.args["registration"])
    talk.say(_("Why not %(customer)s? One line; the partner reads it.", customer=found["title"]))


@answer("registration_reject")
async def rejected(talk: Talk, question: dict[str, Any], text: str) -> None:
    """Not this one."""
    talk.demand("registration:transfer")
    done = await reject(talk.uow, talk.principal, UUID(question["registration"]), text)
    talk.say(_("Rejected: %(customer)s.", customer=done["title"]))


async def _open(talk: Talk, registration_id: UUID) -> bool:
    """Whether it is to be decided, and seen by whoever is told."""
    try:
        found = await Registrations(talk.uow, talk.principal).get(registration_id)
    except NotFound:
        return False
    return bool(found["state"] == "submitted")


async def _approve(talk: Talk, pressed: Pressed, wish: Approval) -> None:
    talk.demand("registration:transfer")
    asked = UUID(pressed.args["registration"])
    done = await approve(talk.uow, talk.principal, asked, wish)
    talk.say(_("Approved: %(customer)s.", customer=done["title"]), edit=True)
