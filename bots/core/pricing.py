"""A price below the floor in the chat: a manager agrees, or does not."""

from uuid import UUID

from bots.core.reminding import announce, tells
from bots.core.steps import button
from bots.core.talk import Pressed, Talk
from crm.sales.deal import floors
from crm.sales.deal.model import ASKED
from crm.sales.deal.service import Deals
from kernel.i18n import _
from tenants.notifications.service import Notice


@tells(floors.NOTICE)
async def asked(talk: Talk, notice: Notice) -> None:
    """With buttons for whoever is asked; whoever asked reads what was decided."""
    deal = await Deals(talk.uow, talk.principal).get(UUID(str(notice.record_id)))
    buttons = []
    if deal.get("below_floor") == ASKED and talk.principal.may("deal:transfer"):
        buttons = [
            talk.button("price_agree", _("Agree"), deal=deal["id"]),
            talk.button("price_decline", _("Decline"), deal=deal["id"]),
        ]
    announce(talk, notice, buttons)


@button("price_agree", once=True)
async def agree(talk: Talk, pressed: Pressed) -> None:
    """It may be won now."""
    await _decide(talk, pressed, approved=True)


@button("price_decline", once=True)
async def decline(talk: Talk, pressed: Pressed) -> None:
    """Another price, please."""
    await _decide(talk, pressed, approved=False)


async def _decide(talk: Talk, pressed: Pressed, *, approved: bool) -> None:
    talk.demand("deal:transfer")
    deals = Deals(talk.uow, talk.principal)
    deal = await floors.decide(deals, UUID(pressed.args["deal"]), approved=approved)
    said = _("Agreed: %(deal)s.") if approved else _("Declined: %(deal)s.")
    talk.say(said % {"deal": deal["title"]}, edit=True)
