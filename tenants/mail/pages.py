"""The development outbox: letters that would have left, for whoever sits at this machine."""

from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime
from typing import Any

from litestar.response import Response

from kernel.errors import NotFound
from kernel.http import PUBLIC, Ctx, get
from tenants.access.client import visitor
from tenants.mail.office import outbox
from web.render import page

SHOWN = 50


@get("/dev/outbox", needs=PUBLIC, sync_to_thread=True, include_in_schema=False)
def outbox_page(ctx: Ctx) -> Response[str]:
    """Links in letters open accounts: shown in development, without a mail server, here only."""
    settings = ctx.settings
    at_home = visitor(ctx.request.scope, settings).patience > 1
    if settings.production or settings.smtp_url is not None or not at_home:
        raise NotFound
    newest = sorted(outbox().glob("*.eml"), reverse=True)[:SHOWN] if outbox().is_dir() else []
    found = [_read(path.read_bytes(), settings.url) for path in newest]
    return page("tenants/mail/templates/outbox.html", letters=found)


def _read(raw: bytes, url: str) -> dict[str, Any]:
    letter: Any = message_from_bytes(raw, policy=policy.default)
    text = letter.get_body(("plain",)).get_content()
    links = [word for word in text.split() if word.startswith(f"{url}/")]
    return {
        "to": letter["To"],
        "subject": letter["Subject"],
        "at": parsedate_to_datetime(letter["Date"]),
        "text": text,
        "paths": [link.removeprefix(url) for link in links],
    }


ROUTES = [outbox_page]
