"""Telling Telegram where updates go, and the menu of commands in each language."""

from typing import Any, Final

import httpx
import msgspec

from bots.core.steps import listed
from bots.gateway.lasting import Told
from bots.telegram.account import Account
from kernel.i18n import LANGUAGES, use
from kernel.settings import Settings

KINDS: Final = ["message", "callback_query", "my_chat_member"]
WAIT: Final = 25


class Unreached(Told):
    """Telegram did not answer, or refused; the message holds no address and no token."""


class Api:
    """Raw calls: updates are kept as they came, so they are not read by a library first."""

    def __init__(self, account: Account, client: httpx.AsyncClient | None = None) -> None:
        self._base = f"{account.api_url}/bot{account.token}/"
        self._client = client or httpx.AsyncClient(timeout=WAIT + 10)

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
    with use(language):
        return [
            {"command": found.words[0], "description": str(found.about)[:250]}
            for found in listed()
            if found.words[0].isascii()
        ]


async def announced(settings: Settings, account: Account) -> None:
    """Once, for a bot that was just given to us; a bot that Telegram refuses is `Unreached`."""
    api = Api(account)
    try:
        await announce(settings, account, api)
    finally:
        await api.close()
