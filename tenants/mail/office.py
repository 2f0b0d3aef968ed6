"""The post office: letters leave by SMTP, or in development wait in a folder to be read."""

from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

import aiosmtplib

from kernel import clock
from kernel.sending import SENDERS, Hopeless, Outgoing, Sender
from kernel.settings import Settings
from kernel.transaction import UnitOfWork

CHANNEL: Final = "mail"
PERMANENT: Final = 500
TIMEOUT: Final = 20
_settings: Settings | None = None


def use(settings: Settings) -> None:
    """Set what this process sends by; the application does so once, at start."""
    global _settings  # noqa: PLW0603 -- one per process, set at start
    _settings = settings


def settings() -> Settings:
    """The operator's settings."""
    if _settings is None:
        msg = "tenants.mail.office.use() must be called at start"
        raise RuntimeError(msg)
    return _settings


def link(path: str) -> str:
    """The whole address of a page of ours, for a letter."""
    return f"{settings().url}{path}"


def outbox() -> Path:
    """Where letters wait when there is no SMTP server."""
    return settings().data_dir / "outbox"


async def send(_uow: UnitOfWork, message: Outgoing) -> str:
    """Hand one letter over; a server's permanent refusal is final."""
    try:
        letter = _letter(message)
    except KeyError as error:
        raise Hopeless(f"the letter has no {error}") from error
    if settings().smtp_url is None:
        _keep(letter, message)
        return str(letter["Message-ID"])
    try:
        await _by_smtp(letter)
    except aiosmtplib.SMTPRecipientsRefused as error:
        raise Hopeless("the recipient was refused") from error
    except aiosmtplib.SMTPResponseException as error:
        if error.code >= PERMANENT:
            raise Hopeless(f"refused with {error.code}") from error
        raise ConnectionError(f"refused for now with {error.code}") from error
    except aiosmtplib.SMTPException as error:
        raise ConnectionError(type(error).__name__) from error
    return str(letter["Message-ID"])


def _letter(message: Outgoing) -> EmailMessage:
    sender = settings().mail_from
    letter = EmailMessage()
    letter["From"] = sender
    letter["To"] = message.destination
    letter["Subject"] = " ".join(str(message.payload["subject"]).split())
    letter["Date"] = format_datetime(clock.now())
    domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    # The same letter sent twice has the same identifier, so that it is shown once.
    letter["Message-ID"] = f"<{message.id.hex}@{domain}>"
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(str(message.payload["text"]))
    letter.add_alternative(str(message.payload["html"]), subtype="html")
    return letter


async def _by_smtp(letter: EmailMessage) -> None:
    parts = urlsplit(settings().smtp_url or "")
    tls = parts.scheme == "smtps"
    await aiosmtplib.send(
        letter,
        hostname=parts.hostname or "localhost",
        port=parts.port or (465 if tls else 25),
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        use_tls=tls,
        start_tls=True if parts.scheme == "smtp+starttls" else None,
        timeout=TIMEOUT,
    )


def _keep(letter: EmailMessage, message: Outgoing) -> None:
    folder = outbox()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = folder / f".{message.id.hex}"
    draft.write_bytes(letter.as_bytes())
    draft.rename(folder / f"{message.id.hex}.eml")


SENDERS[CHANNEL] = Sender(send, forgets=True)
