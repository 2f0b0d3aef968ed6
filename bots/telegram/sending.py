"""Sending to Telegram: what it refuses is understood, what it delays is sent later."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote
from uuid import UUID

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    WebAppInfo,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    RetryAfter,
    TelegramError,
)

from bots.gateway import binding
from bots.gateway.channel import Place
from bots.telegram.account import CHANNEL, Account, telegram
from bots.telegram.pacing import keep_pace
from crm.records.beside.store import Store, settings
from kernel import delivery
from kernel.delivery import Blocked, Hopeless, Later, Outgoing
from kernel.transaction import UnitOfWork

_GONE = (
    "message to edit not found",
    "there is no text in the message",
    "message can't be edited",
    "message_id_invalid",
)
_SAME = ("message is not modified", "query is too old", "query id is invalid")
_NOBODY = ("chat not found", "user is deactivated", "peer_id_invalid")


async def send(uow: UnitOfWork, message: Outgoing) -> str:
    """One message to one chat; the id that Telegram gave it."""
    bot_id, _colon, chat_id = message.destination.partition(":")
    place = Place(CHANNEL, bot_id, chat_id)
    account = await demand(uow, bot_id)
    if message.payload["method"] != "answer":
        await keep_pace(uow, place)
    try:
        if message.payload["method"] == "photo":
            return await _picture(account, chat_id, message)
        return await _call(account, chat_id, message.payload)
    except RetryAfter as wait:
        seconds = wait.retry_after
        raise Later(
            seconds.total_seconds() if isinstance(seconds, timedelta) else seconds
        ) from wait
    except ChatMigrated as moved:
        await binding.move(uow, place, str(moved.new_chat_id))
        await delivery.post(
            uow,
            channel=CHANNEL,
            destination=Place(CHANNEL, bot_id, str(moved.new_chat_id)).destination,
            payload=message.payload,
            workspace_id=message.workspace_id,
        )
        return f"moved to {moved.new_chat_id}"
    except Forbidden as refused:
        await binding.mark(uow, place, "blocked")
        raise Blocked(refused.message) from refused
    except BadRequest as refused:
        if _is(refused, _NOBODY):
            await binding.mark(uow, place, "blocked")
            raise Blocked(refused.message) from refused
        raise Hopeless(refused.message) from refused
    except TelegramError as error:
        raise ConnectionError(type(error).__name__) from error


async def demand(uow: UnitOfWork, bot_id: str) -> Account:
    """The bot, as long as it is ours."""
    account = await telegram.find(uow, bot_id)
    if account is None:
        raise Hopeless("this bot is not ours any more")
    return account


async def _call(account: Account, chat_id: str, payload: dict[str, Any]) -> str:
    bot, method = telegram.bot(account), payload["method"]
    try:
        if method == "answer":
            await bot.answer_callback_query(payload["query_id"], text=payload.get("text") or None)
            return ""
        if method == "edit":
            await bot.edit_message_text(
                payload["text"],
                chat_id=int(chat_id),
                message_id=payload["message_id"],
                parse_mode="HTML",
                reply_markup=_markup(account, payload),
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
            return str(payload["message_id"])
    except BadRequest as refused:
        if _is(refused, _SAME):
            return str(payload.get("message_id", ""))
        if method != "edit" or not _is(refused, _GONE):
            raise
    sent = await bot.send_message(
        int(chat_id),
        payload["text"],
        parse_mode="HTML",
        reply_markup=_markup(account, payload),
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    return str(sent.message_id)


async def _picture(account: Account, chat_id: str, message: Outgoing) -> str:
    payload = message.payload
    if message.workspace_id is None:
        raise Hopeless("a picture without a workspace")
    path = Store(settings()).path(message.workspace_id, UUID(payload["file"]))
    if not path.is_file():
        raise Hopeless("the picture is gone")
    sent = await telegram.bot(account).send_photo(
        int(chat_id),
        path.read_bytes(),
        caption=payload["text"] or None,
        parse_mode="HTML",
        reply_markup=_markup(account, payload),
    )
    return str(sent.message_id)


def _is(error: BadRequest, sentences: tuple[str, ...]) -> bool:
    said = error.message.lower()
    return any(sentence in said for sentence in sentences)


def _markup(account: Account, payload: dict[str, Any]) -> InlineKeyboardMarkup | None:
    rows = [
        [InlineKeyboardButton(label, callback_data=data) for label, data in row]
        for row in payload.get("buttons", [])
    ]
    # Telegram opens pages over HTTPS only.
    if "page" in payload and telegram.url.startswith("https://"):
        label, path = payload["page"]
        address = f"{telegram.url}/telegram/{account.number}?to={quote(path, safe='/')}"
        rows.append([InlineKeyboardButton(label, web_app=WebAppInfo(address))])
    return InlineKeyboardMarkup(rows) if rows else None
