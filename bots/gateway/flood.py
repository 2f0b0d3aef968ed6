"""A chat that says too much at once: what is too much is not kept, and the chat is told once.

What waited while its network was away comes all at once, and counts for the minute it was said in.
"""

from bots.gateway.channel import Heard, Place
from bots.gateway.post import Chat
from kernel import clock
from kernel.allowance import Allowance
from kernel.errors import TooMany
from kernel.i18n import _, use
from kernel.settings import Settings
from kernel.transaction import UnitOfWork

WINDOW = 60


class Flood:
    """What one chat may say in a minute; everybody's other chats go on."""

    def __init__(self, allowance: Allowance, settings: Settings) -> None:
        self._allowance = allowance
        self._limit = settings.chat_messages_per_minute

    async def holds_back(self, uow: UnitOfWork, place: Place, heard: Heard) -> bool:
        """Whether this one is too much; the first of a minute is answered."""
        chat = f"chat:{place.channel}:{place.destination}"
        if not self._limit or self._takes(chat + _minute(heard), self._limit):
            return False
        if heard.user_id and heard.where == "private" and self._takes(f"{chat}:told", 1):
            with use(heard.language):
                await Chat(uow, place, heard).say(
                    _("That was too much at once. What came last was not read; wait a minute.")
                )
        return True

    def _takes(self, key: str, limit: int) -> bool:
        try:
            self._allowance.take(key, limit=limit, window=WINDOW)
        except TooMany:
            return False
        return True


def _minute(heard: Heard) -> str:
    """The minute of what is older than a window; nothing for what was said just now."""
    at = heard.said_at
    if at is None or at >= clock.now().timestamp() - WINDOW:
        return ""
    return f":{at // WINDOW}"
