"""A chat that says too much at once: what is too much is not kept, and the chat is told once."""

from bots.telegram.post import Chat
from bots.telegram.updates import Update
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

    async def holds_back(self, uow: UnitOfWork, bot_id: str, update: Update) -> bool:
        """Whether this one is too much; the first of a minute is answered."""
        chat = f"chat:{bot_id}:{update.chat_id}"
        if not self._limit or self._takes(chat, self._limit):
            return False
        heard = update.message or update.callback_query
        if heard is not None and heard.sender and self._takes(f"{chat}:told", 1):
            with use(heard.sender.language_code):
                await Chat(uow, bot_id, update.chat_id).say(
                    _("That was too much at once. What came last was not read; wait a minute.")
                )
        return True

    def _takes(self, key: str, limit: int) -> bool:
        try:
            self._allowance.take(key, limit=limit, window=WINDOW)
        except TooMany:
            return False
        return True
