"""A network's pace, kept before it asks for it: by all workers together."""

import msgspec

from bots.gateway.channel import Place
from kernel import limits
from kernel.delivery import Later
from kernel.transaction import UnitOfWork


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """One message a second in a chat, with a short burst for an answer of several."""

    per_chat: int = 3
    chat_seconds: int = 3
    per_bot: int = 30


async def keep_pace(uow: UnitOfWork, place: Place, pace: Pace) -> None:
    """Raise `Later` where the chat or the bot has had enough for the moment.

    Counted in transactions of their own, so that no sender waits for another's network.
    """
    bot = f"{place.channel}:{place.bot_id}"
    await _keep(uow, f"{bot}:{place.chat_id}", pace.per_chat, pace.chat_seconds)
    await _keep(uow, bot, pace.per_bot, 1)


async def _keep(uow: UnitOfWork, key: str, most: int, seconds: int) -> None:
    """Whoever comes too early is given a place in line, not told to knock again each second."""
    count, left = await limits.counted(uow.database, key, seconds=seconds)
    if count > most:
        raise Later(left + seconds * (count - most - 1) / most)
