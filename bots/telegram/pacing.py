"""Telegram's pace."""

from typing import Final

from bots.gateway import pacing
from bots.gateway.channel import Place
from bots.gateway.pacing import Pace
from kernel.transaction import UnitOfWork

PER_CHAT: Final = 3
PER_BOT: Final = 30


async def keep_pace(uow: UnitOfWork, place: Place) -> None:
    """Raise `Later` where the chat or the bot has had enough for the moment."""
    await pacing.keep_pace(uow, place, Pace(per_chat=PER_CHAT, per_bot=PER_BOT))
