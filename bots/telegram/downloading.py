"""What was sent to a Telegram bot, fetched piece by piece."""

from collections.abc import AsyncIterator
from urllib.parse import quote

import httpx
from telegram.error import BadRequest, Forbidden, TelegramError

from bots.telegram.account import NotConfigured, telegram
from kernel.delivery import Hopeless
from kernel.transaction import UnitOfWork

CHUNK = 65_536


async def pieces(_uow: UnitOfWork, _bot_id: str, reference: str) -> AsyncIterator[bytes]:
    """The file's bytes. Raises `Hopeless`, or `ConnectionError`; neither names the token."""
    account = telegram.account
    if account is None:
        raise Hopeless("this bot is not ours any more")
    try:
        found = await telegram.bot().get_file(reference)
    except (BadRequest, Forbidden) as refused:
        raise Hopeless(refused.message) from None
    except (TelegramError, NotConfigured) as error:
        raise ConnectionError(type(error).__name__) from None
    path = (found.file_path or "").partition(f"/file/bot{account.token}/")[2] or found.file_path
    address = f"{account.api_url}/file/bot{account.token}/{quote(path or '', safe='/')}"
    try:
        async with (
            httpx.AsyncClient(timeout=30) as client,
            client.stream("GET", address) as answer,
        ):
            if not answer.is_success:
                raise ConnectionError(f"HTTP {answer.status_code}")
            async for piece in answer.aiter_bytes(CHUNK):
                yield piece
    except httpx.HTTPError as error:
        raise ConnectionError(type(error).__name__) from None
