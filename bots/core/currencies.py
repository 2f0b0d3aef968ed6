"""An amount whose currency is not said is in that of the deal it is about."""

from uuid import UUID

from bots.core.deals import open_deals
from bots.core.drafts import DraftCard
from bots.core.talk import Talk
from bots.core.understanding import amount_in


async def currency_of(talk: Talk, card: DraftCard) -> str:
    """The one in which this customer's open deals are; else the workspace's."""
    deals = await open_deals(talk, _about(card))
    found = {deal["amount"]["currency"] for deal in deals if deal["amount"]}
    return found.pop() if len(found) == 1 else talk.principal.currency


async def settle_currency(talk: Talk, card: DraftCard) -> None:
    """Read the amount again as it is meant there, unless it was changed by hand."""
    if card.amount is None or not _about(card):
        return
    if card.amount == amount_in(card.text, card.amount.currency):
        card.amount = amount_in(card.text, await currency_of(talk, card))


def _about(card: DraftCard) -> list[UUID]:
    return [party.id for party in (card.company, card.contact) if party and party.id]
