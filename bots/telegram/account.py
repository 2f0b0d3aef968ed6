"""The deployment's own Telegram bot: its token, and the secrets that follow from it."""

import asyncio
import hashlib
import hmac
import logging
import os
from typing import Any, Final
from weakref import WeakKeyDictionary

import msgspec
from telegram import Bot
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

from kernel.settings import Settings

CHANNEL: Final = "telegram"
# Waits as timedelta, which will be the library's default.
os.environ.setdefault("PTB_TIMEDELTA", "true")
# Their INFO lines hold addresses with the token in them.
for _noisy in ("httpx", "httpcore"):
    logging.getLogger(_noisy).setLevel(logging.WARNING)


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """`number` is the bot's public number; `path` and `secret` guard the webhook."""

    token: str
    number: str
    path: str
    secret: str
    api_url: str

    def __repr__(self) -> str:
        return f"Account({self.number})"


def account_of(settings: Settings) -> Account | None:
    """The bot that the operator named, or None."""
    token = settings.telegram_token
    if not token:
        return None
    key = settings.encryption_keys()[0]
    return Account(
        token=token,
        number=token.partition(":")[0],
        path=_derived(key, "telegram path", token)[:24],
        secret=_derived(key, "telegram secret", token),
        api_url=settings.telegram_api_url.rstrip("/"),
    )


def _derived(key: bytes, purpose: str, token: str) -> str:
    return hmac.digest(key, f"{purpose} {token}".encode(), hashlib.sha256).hex()


class Telegram:
    """The bot's connections, made when they are first needed: nothing here calls out at start."""

    def __init__(self) -> None:
        self.account: Account | None = None
        self._username = ""
        self._bots: WeakKeyDictionary[Any, Bot] = WeakKeyDictionary()

    def use(self, settings: Settings) -> None:
        """Serve this deployment's bot from now on."""
        self.account = account_of(settings)
        self._username = ""
        self._bots.clear()

    def bot(self) -> Bot:
        """The bot for the running loop; its requests share one pool of connections."""
        loop = asyncio.get_running_loop()
        found = self._bots.get(loop)
        if found is None:
            account = self.account
            if account is None:
                raise NotConfigured
            request = HTTPXRequest(connection_pool_size=32, read_timeout=15.0, connect_timeout=10.0)
            found = Bot(account.token, base_url=f"{account.api_url}/bot", request=request)
            self._bots[loop] = found
        return found

    async def username(self) -> str | None:
        """The bot's name for deep links; None while Telegram cannot be reached."""
        if not self._username and self.account is not None:
            try:
                async with asyncio.timeout(5):
                    self._username = (await self.bot().get_me()).username or ""
            except (TelegramError, TimeoutError):
                return None
        return self._username or None

    async def close(self) -> None:
        """Close the connections of the running loop."""
        bot = self._bots.pop(asyncio.get_running_loop(), None)
        if bot is not None:
            await bot.request.shutdown()


class NotConfigured(RuntimeError):
    """No token was set."""


telegram = Telegram()
