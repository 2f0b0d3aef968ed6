"""Who opened the Mini App: what Telegram signed, fresh, for this bot, and never a second time."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from typing import Annotated, Final
from urllib.parse import parse_qsl
from uuid import UUID

import msgspec

from bots.gateway import binding
from bots.gateway.channel import Place
from bots.telegram.account import CHANNEL, same, telegram
from kernel import clock
from kernel.errors import Unauthenticated
from kernel.i18n import _
from kernel.ids import uuid7
from kernel.transaction import UnitOfWork
from tenants.access import acting

OLDEST: Final = timedelta(minutes=10)
AHEAD: Final = timedelta(minutes=1)
LONGEST: Final = 8_192

# What a network sent is kept once, and for a week: longer than it is good for.
_ONCE: Final = """
INSERT INTO bot_inbox (id, channel, bot_id, event_id, raw, state, received_at, processed_at)
VALUES ($1, $2, $3, $4, ''::bytea, 'done', $5, $5)
ON CONFLICT (channel, bot_id, event_id) DO NOTHING RETURNING true
"""
_FACTOR: Final = "SELECT totp_enabled_at IS NOT NULL FROM person WHERE id = $1"


class NotFromTelegram(Unauthenticated):
    """Forged, old, used before, of another bot, or of a chat that is not linked."""

    code = "not_from_telegram"

    def default(self) -> str:
        return _("Open this from your chat with the bot once more, or sign in.")


class _User(msgspec.Struct):
    id: Annotated[int, msgspec.Meta(ge=1, le=2**63 - 1)]


async def person_by(uow: UnitOfWork, number: str, signed: str) -> tuple[UUID, UUID]:
    """The person and the workspace that the chat speaks to; raises `NotFromTelegram`."""
    account = await telegram.find(uow, number)
    if account is None or len(signed) > LONGEST:
        raise NotFromTelegram
    told = _believed(signed, account.token)
    user_id = _user(told.get("user", ""))
    place = Place(CHANNEL, account.number, str(user_id))
    found = await binding.find(uow, place)
    if found is None or found.user_id != str(user_id):
        raise NotFromTelegram
    event = (CHANNEL, account.number, f"app:{told['hash']}", clock.now())
    if not await uow.fetchval(_ONCE, uuid7(), *event):
        raise NotFromTelegram
    await uow.enter(found.workspace_id)
    who = await acting.person(uow, found.workspace_id, found.person_id)
    # A chat is no second factor: who has one signs in as ever.
    if who is None or await uow.fetchval(_FACTOR, found.person_id):
        raise NotFromTelegram
    return found.person_id, found.workspace_id


def _believed(signed: str, token: str) -> dict[str, str]:
    """The fields, if they bear this bot's signature and are fresh."""
    pairs = parse_qsl(signed, keep_blank_values=True, max_num_fields=30)
    told = dict(pairs)
    if len(told) != len(pairs):
        raise NotFromTelegram
    lines = "\n".join(sorted(f"{n}={v}" for n, v in pairs if n != "hash"))
    key = hmac.digest(b"WebAppData", token.encode(), hashlib.sha256)
    expected = hmac.digest(key, lines.encode("utf-8", "surrogatepass"), hashlib.sha256).hex()
    if not same(told.get("hash", ""), expected):
        raise NotFromTelegram
    try:
        at = datetime.fromtimestamp(int(told["auth_date"]), UTC)
    except (KeyError, ValueError, OverflowError, OSError) as error:
        raise NotFromTelegram from error
    if not -AHEAD <= clock.now() - at <= OLDEST:
        raise NotFromTelegram
    return told


def _user(text: str) -> int:
    try:
        return msgspec.json.decode(text, type=_User).id
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise NotFromTelegram from error
