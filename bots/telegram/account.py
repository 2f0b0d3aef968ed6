"""Telegram bots, the deployment's and workspaces' own: tokens, and what follows from them."""

import asyncio
import hashlib
import hmac
import logging
import os
from typing import Any, Final
from uuid import UUID
from weakref import WeakKeyDictionary

import msgspec
from telegram import Bot
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

from bots.gateway import accounts
from bots.gateway.accounts import Own
from kernel.settings import Settings
from kernel.transaction import UnitOfWork

CHANNEL: Final = "telegram"
# Waits as timedelta, which will be the library's default.
os.environ.setdefault("PTB_TIMEDELTA", "true")
# Their INFO lines hold addresses with the token in them.
for _noisy in ("httpx", "httpcore"):
    logging.getLogger(_noisy).setLevel(logging.WARNING)


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """`number` is the bot's public number; `path` and `secret` guard the webhook.

    One with a `workspace_id` is that workspace's own.
    """

    token: str
    number: str
    path: str
    secret: str
    api_url: str
    workspace_id: UUID | None = None
    username: str = ""
    answers_customers: bool = False

    def __repr__(self) -> str:
        return f"Account({self.number})"


def account_of(settings: Settings) -> Account | None:
    """The bot that the operator named, or None."""
    token = settings.telegram_token
    return account_with(token, settings) if token else None


def _derived(key: bytes, purpose: str, token: str) -> str:
    return hmac.digest(key, f"{purpose} {token}".encode(), hashlib.sha256).hex()


def account_with(token: str, settings: Settings) -> Account:
    """A bot by its token."""
    key = settings.encryption_keys()[0]
    return Account(
        token=token,
        number=token.partition(":")[0],
        path=_derived(key, "telegram path", token)[:24],
        secret=_derived(key, "telegram secret", token),
        api_url=settings.telegram_api_url.rstrip("/"),
    )


class Telegram:
    """The bots' connections, made when they are first needed: nothing here calls out at start."""

    def __init__(self) -> None:
        self.account: Account | None = None
        self._settings: Settings | None = None
        self._username = ""
        self._requests: WeakKeyDictionary[Any, HTTPXRequest] = WeakKeyDictionary()

    def use(self, settings: Settings) -> None:
        """Serve this deployment from now on."""
        self.account = account_of(settings)
        self._settings = settings
        self._username = ""
        self._requests.clear()

    @property
    def url(self) -> str:
        """Where people reach us."""
        return self._settings.url if self._settings is not None else ""

    def with_token(self, token: str) -> Account:
        """The bot of that token, whosever it is."""
        if self._settings is None:
            raise NotConfigured
        return account_with(token, self._settings)

    async def find(self, uow: UnitOfWork, number: str) -> Account | None:
        """The deployment's bot, or the workspace's own that has this number."""
        if self.account is not None and self.account.number == number:
            return self.account
        return self._own(await accounts.by_number(uow, CHANNEL, number))

    async def at(self, uow: UnitOfWork, path: str) -> Account | None:
        """The bot whose webhook that is; each path is compared in constant time or not known."""
        if self.account is not None and same(path, self.account.path):
            return self.account
        return self._own(await accounts.by_path(uow, CHANNEL, path))

    async def of_workspace(self, uow: UnitOfWork, workspace_id: UUID) -> Account | None:
        """The workspace's own bot."""
        return self._own(await accounts.of_workspace(uow, CHANNEL, workspace_id))

    async def all(self, uow: UnitOfWork) -> list[Account]:
        """The deployment's bot and all workspaces' own."""
        own = [self._own(one) for one in await accounts.everybodys(uow, CHANNEL)]
        return [one for one in (self.account, *own) if one is not None]

    def _own(self, own: Own | None) -> Account | None:
        if own is None or self._settings is None:
            return None
        return msgspec.structs.replace(
            account_with(own.secrets["token"], self._settings),
            path=own.path,
            workspace_id=own.workspace_id,
            username=own.username,
            answers_customers=own.answers_customers,
        )

    def bot(self, account: Account) -> Bot:
        """A bot for the running loop; all of them share one pool of connections."""
        loop = asyncio.get_running_loop()
        request = self._requests.get(loop)
        if request is None:
            request = HTTPXRequest(connection_pool_size=32, read_timeout=15.0, connect_timeout=10.0)
            self._requests[loop] = request
        return Bot(
            account.token,
            base_url=f"{account.api_url}/bot",
            base_file_url=f"{account.api_url}/file/bot",
            request=request,
            get_updates_request=request,
        )

    async def username(self, account: Account | None = None) -> str | None:
        """The bot's name for deep links; None while Telegram cannot be reached."""
        wanted = account or self.account
        if wanted is None or wanted.username:
            return wanted.username if wanted else None
        if not self._username:
            self._username = await self.name_of(wanted) or ""
        return self._username or None

    async def name_of(self, account: Account) -> str | None:
        """What Telegram calls a bot; None where it is not known or cannot be asked."""
        try:
            async with asyncio.timeout(5):
                return (await self.bot(account).get_me()).username
        except (TelegramError, TimeoutError):
            return None

    async def close(self) -> None:
        """Close the connections of the running loop."""
        request = self._requests.pop(asyncio.get_running_loop(), None)
        if request is not None:
            await request.shutdown()


class NotConfigured(RuntimeError):
    """No settings were given."""


def same(told: str, known: str) -> bool:
    """Whether two secrets are one, in constant time."""
    return hmac.compare_digest(told.encode("utf-8", "replace"), known.encode())


telegram = Telegram()
