"""`guanxi bot`: announces the webhook, or in development fetches updates itself."""

import asyncio
import signal
from typing import Any, Final

import httpx
import msgspec
import structlog

from bots.core.steps import COMMANDS, Command
from bots.gateway import inbox
from bots.gateway.flood import Flood
from bots.telegram.account import Account, telegram
from bots.telegram.adapter import TELEGRAM
from kernel.allowance import Allowance
from kernel.database import Database
from kernel.i18n import LANGUAGES, use
from kernel.settings import Settings
from kernel.settling import settling
from kernel.transaction import UnitOfWork

log = structlog.get_logger()
KINDS: Final = ["message", "callback_query", "my_chat_member"]
WAIT: Final = 25
LONGEST_PAUSE: Final = 60.0


class Unreached(Exception):
    """Telegram did not answer, or refused; the message holds no address and no token."""


class Api:
    """Raw calls: updates are kept as they came, so they are not read by a library first."""

    def __init__(self, account: Account) -> None:
        self._base = f"{account.api_url}/bot{account.token}/"
        self._client = httpx.AsyncClient(timeout=WAIT + 10)

    async def call(self, method: str, **values: Any) -> Any:
        """The result of a method; raises `Unreached`."""
        try:
            answer = await self._client.post(self._base + method, json=values)
            body = msgspec.json.decode(answer.content)
        except (httpx.HTTPError, msgspec.MsgspecError) as error:
            raise Unreached(type(error).__name__) from None
        if not isinstance(body, dict) or not body.get("ok"):
            raise Unreached(f"{method}: HTTP {answer.status_code}")
        return body["result"]

    async def close(self) -> None:
        await self._client.aclose()


async def poll(settings: Settings, dsn: str) -> None:
    """Run until told to stop; Telegram may come and go."""
    telegram.use(settings)
    account, stop = telegram.account, asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, stop.set)
    if account is None:
        log.warning("bot_idle", why="GUANXI_TELEGRAM_TOKEN is not set")
        await stop.wait()
        return
    database = Database(dsn, size=2, statement_cache=settings.statement_cache_size)
    await database.open()
    api = Api(account)
    allowance = Allowance()
    flood = Flood(allowance, settings)
    running = asyncio.create_task(_run(settings, account, api, database, flood))
    try:
        async with settling(database, allowance):
            await stop.wait()
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await api.close()
        await database.close()


async def _run(
    settings: Settings, account: Account, api: Api, database: Database, flood: Flood
) -> None:
    await _until_done(lambda: announce(settings, account, api))
    log.info("bot_started", mode=settings.telegram_mode)
    offset, pause = 0, 1.0
    while settings.telegram_mode == "polling":
        try:
            offset = await fetch(account, api, database, flood, offset)
            pause = 1.0
        except (Unreached, OSError) as error:
            log.warning("telegram_unreached", why=str(error), pause=pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
    await asyncio.Event().wait()


async def _until_done(step: Any) -> None:
    pause = 1.0
    while True:
        try:
            await step()
        except Unreached as error:
            log.warning("telegram_unreached", why=str(error), pause=pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        else:
            return


async def announce(settings: Settings, account: Account, api: Api) -> None:
    """Tell Telegram where updates go, and the menu of commands in each language."""
    if settings.telegram_mode == "webhook":
        await api.call(
            "setWebhook",
            url=f"{settings.url}/hooks/telegram/{account.path}",
            secret_token=account.secret,
            allowed_updates=KINDS,
        )
    else:
        await api.call("deleteWebhook")
    for language in LANGUAGES:
        tag = {} if language == "en" else {"language_code": language.partition("_")[0]}
        await api.call("setMyCommands", commands=menu(language), **tag)


def menu(language: str) -> list[dict[str, str]]:
    """The commands with a word of the Latin alphabet, which is all that a menu takes."""
    listed: dict[str, Command] = {found.words[0]: found for found in COMMANDS.values()}
    with use(language):
        return [
            {"command": word, "description": str(found.about)[:250]}
            for word, found in listed.items()
            if found.listed and word.isascii()
        ]


async def fetch(account: Account, api: Api, database: Database, flood: Flood, offset: int) -> int:
    """Take what there is into the inbox; where the next call begins.

    What was kept is confirmed by the next call only, so that nothing is lost between the two.
    """
    updates = await api.call("getUpdates", offset=offset, timeout=WAIT, allowed_updates=KINDS)
    for update in updates:
        uow = await UnitOfWork(database).begin_outside()
        try:
            raw = msgspec.json.encode(update)
            await inbox.receive(uow, TELEGRAM, account.number, raw, flood)
            await uow.finish(commit=True)
        finally:
            if not uow.done:
                await asyncio.shield(uow.finish(commit=False))
        if isinstance(update, dict) and isinstance(update.get("update_id"), int):
            offset = max(offset, update["update_id"] + 1)
    return offset
