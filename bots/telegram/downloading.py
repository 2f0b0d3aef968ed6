"""What was sent to a Telegram bot, fetched piece by piece."""

from collections.abc import AsyncIterator
from urllib.parse import quote

import httpx
from telegram.error import BadRequest, Forbidden, TelegramError

from bots.telegram.account import Account, telegram
from kernel.delivery import Hopeless

CHUNK = 65_536


async def pieces(account: Account, reference: str) -> AsyncIterator[bytes]:
    """The file's bytes. Raises `Hopeless`, or `ConnectionError`; neither names the token."""
    try:
        found = await telegram.bot(account).get_file(reference)
    except (BadRequest, Forbidden) as refused:
        raise Hopeless(refused.message) from None
    except TelegramError as error:
        raise ConnectionError(type(error).__name__) from None
    folder = f"{account.api_url}/file/bot{account.token}/"
    path = (found.file_path or "").removeprefix(folder)
    address = folder + quote(path, safe="/")
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
