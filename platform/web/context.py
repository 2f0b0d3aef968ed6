"""Around every request: its page knows it, and it is answered in its language."""

from typing import Final

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from kernel import i18n
from web import shell
from web.cookies import set_cookie
from web.language import asked_language

YEAR: Final = 365 * 24 * 3600


class WebContext:
    """ASGI middleware: remembers the request for the page, and speaks its language."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        asked = asked_language(scope)

        async def keep_language(message: Message) -> None:
            if asked and message["type"] == "http.response.start":
                cookie = set_cookie("language", asked, max_age=YEAR)
                message["headers"] = [*message["headers"], (b"set-cookie", cookie.encode())]
            await send(message)

        with shell.answering(scope), i18n.use(shell.language_of(scope)):
            await self.app(scope, receive, keep_language)
