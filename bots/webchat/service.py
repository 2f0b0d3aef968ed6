"""The browser's side of a conversation: say, press, and keep both."""

from uuid import UUID

from bots.core.conversation import handle
from bots.core.messages import Enclosure, Inbound
from bots.webchat import history
from bots.webchat.history import CHANNEL, Kept
from kernel.principal import Principal
from kernel.transaction import UnitOfWork


async def say(
    uow: UnitOfWork, principal: Principal, text: str
) -> tuple[Kept, list[tuple[Kept, bool]]]:
    """What was said as it is kept, and the answers."""
    asked = await history.heard(uow, principal, text)
    inbound = Inbound(channel=CHANNEL, text=text)
    said = await handle(uow, principal, inbound)
    return asked, await history.answered(uow, principal, said)


async def send(
    uow: UnitOfWork, principal: Principal, enclosed: Enclosure
) -> tuple[Kept, list[tuple[Kept, bool]]]:
    """The same for a file."""
    asked = await history.heard(uow, principal, f"[{enclosed.name}]")
    said = await handle(uow, principal, Inbound(channel=CHANNEL, enclosed=(enclosed,)))
    return asked, await history.answered(uow, principal, said)


async def press(uow: UnitOfWork, principal: Principal, action_id: UUID) -> list[tuple[Kept, bool]]:
    """The answers to a button; `NotFound` for one that is not the member's own."""
    # A message of this chat is named by any button that it has.
    inbound = Inbound(channel=CHANNEL, action_id=action_id, shown_in=str(action_id))
    said = await handle(uow, principal, inbound)
    return await history.answered(uow, principal, said)
