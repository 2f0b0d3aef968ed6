"""What we depend on elsewhere: the mail server, the chat network."""

import asyncio
from collections.abc import AsyncIterator
from typing import Final
from urllib.parse import urlsplit

import httpx

from app.doctor.findings import Finding, bad, good, warn
from kernel.settings import Settings

SECONDS: Final = 10
_PORTS: Final = {"smtps": 465}


async def look(settings: Settings) -> AsyncIterator[Finding]:
    """Everything that is configured."""
    yield await _mail(settings)
    yield await _telegram(settings)


async def _mail(settings: Settings) -> Finding:
    if settings.smtp_url is None:
        return warn(
            "mail",
            f"no GUANXI_SMTP_URL: letters wait in {settings.data_dir / 'outbox'}",
            "Set it to smtp://user:password@host:587, smtps:// or smtp+starttls://.",
        )
    parts = urlsplit(settings.smtp_url)
    host, port = parts.hostname or "localhost", parts.port or _PORTS.get(parts.scheme, 25)
    try:
        async with asyncio.timeout(SECONDS):
            _, writer = await asyncio.open_connection(host, port)
        writer.close()
    except OSError as error:
        return bad(
            "mail",
            f"{host}:{port} does not answer ({type(error).__name__})",
            "Check GUANXI_SMTP_URL and the firewall.",
        )
    return good("mail", f"{host}:{port} answers")


async def _telegram(settings: Settings) -> Finding:
    if settings.telegram_token is None:
        return good("telegram", "not used: no GUANXI_TELEGRAM_TOKEN")
    address = f"{settings.telegram_api_url}/bot{settings.telegram_token}/getMe"
    try:
        async with httpx.AsyncClient(timeout=SECONDS) as http:
            answer = await http.get(address)
        said = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        # Only its kind: the message holds the address, and the address the token.
        return bad(
            "telegram", f"does not answer ({type(error).__name__})", "Check the way to Telegram."
        )
    if not (isinstance(said, dict) and said.get("ok")):
        return bad(
            "telegram",
            f"refuses the token ({answer.status_code})",
            "Copy it anew from @BotFather into GUANXI_TELEGRAM_TOKEN.",
        )
    return good("telegram", f"@{said['result'].get('username', '?')}")
