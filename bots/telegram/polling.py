"""`guanxi bot`: announces the webhook, or in development fetches updates; holds streams open."""

import asyncio
import signal
from functools import partial
from typing import Final

import httpx
import msgspec
import structlog

from bots.gateway import calling, inbox
from bots.gateway.flood import Flood
from bots.gateway.lasting import Tasks, lasting
from bots.gateway.streaming import Streams
from bots.telegram.account import Account, telegram
from bots.telegram.adapter import TELEGRAM
from bots.telegram.announcing import KINDS, WAIT, Api, announce
from kernel import secret
from kernel.allowance import Allowance
from kernel.database import Database
from kernel.settings import Settings
from kernel.settling import settling
from kernel.transaction import UnitOfWork

log = structlog.get_logger()
LOOK: Final = 30


async def poll(settings: Settings, dsn: str) -> None:
    """Run until told to stop; Telegram may come and go, and so may workspaces' own bots."""
    telegram.use(settings)
    secret.use(settings.encryption_keys())
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, stop.set)
    if telegram.account is None:
        log.warning("bot_idle", why="GUANXI_TELEGRAM_TOKEN is not set; own bots are served")
    database = Database(dsn, size=2, statement_cache=settings.statement_cache_size)
    await database.open()
    allowance = Allowance()
    flood = Flood(allowance, settings)
    service, streams = Service(settings, database, flood), Streams(database, flood)
    running = asyncio.gather(service.run(), streams.run())
    try:
        async with settling(database, allowance):
            await stop.wait()
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await service.close()
        await streams.close()
        await calling.close()
        await database.close()


class Service:
    """All bots of the deployment: each has a task of its own, and shares the connections."""

    def __init__(self, settings: Settings, database: Database, flood: Flood) -> None:
        self._settings, self._database, self._flood = settings, database, flood
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=50)
        self._client = httpx.AsyncClient(timeout=WAIT + 10, limits=limits)
        self._tasks = Tasks()

    async def run(self) -> None:
        """Look now and then which bots there are."""
        await lasting(self.look, every=LOOK)

    async def look(self) -> None:
        """Begin with those that are new, leave those that are gone."""
        uow = await UnitOfWork(self._database).begin_outside()
        try:
            found = await telegram.all(uow)
        finally:
            await asyncio.shield(uow.finish(commit=False))
        self._tasks.settle({account: partial(self._serve, account) for account in found})

    async def _serve(self, account: Account) -> None:
        api = Api(account, self._client)
        await lasting(lambda: announce(self._settings, account, api), bot=account.number)
        log.info("bot_started", mode=self._settings.telegram_mode, bot=account.number)
        offset = 0

        async def poll() -> None:
            nonlocal offset
            offset = await fetch(account, api, self._database, self._flood, offset)

        if self._settings.telegram_mode == "polling":
            await lasting(poll, every=0, bot=account.number)

    async def close(self) -> None:
        """Stop all of them."""
        await self._tasks.close()
        await self._client.aclose()


async def fetch(account: Account, api: Api, database: Database, flood: Flood, offset: int) -> int:
    """Take what there is into the inbox; where the next call begins.

    What was kept is confirmed by the next call only, so that nothing is lost between the two.
    """
    updates = await api.call("getUpdates", offset=offset, timeout=WAIT, allowed_updates=KINDS)
    for update in updates:
        raw = msgspec.json.encode(update)
        await inbox.take(database, TELEGRAM, account.number, raw, flood)
        if isinstance(update, dict) and isinstance(update.get("update_id"), int):
            offset = max(offset, update["update_id"] + 1)
    return offset
