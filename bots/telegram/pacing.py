"""Telegram's pace, kept before it asks for it: by all workers together."""

from typing import Final

from kernel import limits
from kernel.delivery import Later
from kernel.errors import TooMany
from kernel.transaction import UnitOfWork

# One message a second in a chat, with a short burst for an answer of several.
PER_CHAT: Final = 3
CHAT_SECONDS: Final = 3
PER_BOT: Final = 30


async def keep_pace(uow: UnitOfWork, bot_id: str, chat_id: str) -> None:
    """Raise `Later` where the chat or the bot has had enough for the moment.

    Counted in transactions of their own, so that no sender waits for another's network.
    """
    chat = f"telegram:{bot_id}:{chat_id}"
    try:
        await limits.hit(uow.database, chat, limit=PER_CHAT, seconds=CHAT_SECONDS)
        await limits.hit(uow.database, f"telegram:{bot_id}", limit=PER_BOT, seconds=1)
    except TooMany as busy:
        raise Later(float(busy.headers["Retry-After"])) from busy
