"""A network's pace, kept before it asks for it: by all workers together."""

import msgspec

from bots.gateway.channel import Place
from kernel import limits
from kernel.delivery import Later
from kernel.errors import TooMany
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
    chat, seconds = f"{bot}:{place.chat_id}", pace.chat_seconds
    try:
        await limits.hit(uow.database, chat, limit=pace.per_chat, seconds=seconds)
        await limits.hit(uow.database, bot, limit=pace.per_bot, seconds=1)
    except TooMany as busy:
        raise Later(float(busy.headers["Retry-After"])) from busy
