"""LINE's Messaging API: each message once, by a key, and answers before they count."""

import re
from collections.abc import AsyncIterator
from typing import Any, Final
from uuid import UUID

from bots.gateway import calling
from bots.gateway.calling import LONGEST_PAUSE, Answer, Busy
from kernel.delivery import Blocked, Hopeless, Later
from kernel.errors import Unauthenticated

HOST: Final = "https://api.line.me"
DATA_HOST: Final = "https://api-data.line.me"
_STRANGE, _ABSENT, _DONE_BEFORE = 401, 404, 409
_NUMBER: Final = re.compile(r"[0-9]{1,40}")


async def ask(token: str, path: str) -> dict[str, Any]:
    """What LINE knows; raises `Unauthenticated`, `Later` or `ConnectionError`."""
    answer = await calling.call("GET", f"{HOST}{path}", headers=_bearer(token))
    if not answer.agreed:
        raise Unauthenticated
    return answer.told()


async def reply(token: str, leave: str, messages: list[dict[str, Any]]) -> str:
    """Answer at once, which is not counted; "" where it is too late for that."""
    said = {"replyToken": leave, "messages": messages}
    answer = await _post(token, "/v2/bot/message/reply", said)
    if answer.told().get("message") == "Invalid reply token":
        return ""
    return _taken(answer)


async def push(token: str, to: str, messages: list[dict[str, Any]], key: UUID) -> str:
    """Write to somebody; what was accepted under this key before is not sent again."""
    said = {"to": to, "messages": messages}
    answer = await _post(token, "/v2/bot/message/push", said, {"X-Line-Retry-Key": str(key)})
    return _taken(answer)


def _taken(answer: Answer) -> str:
    if answer.agreed or answer.status == _DONE_BEFORE:
        sent = answer.told().get("sentMessages") or [{}]
        return str(sent[-1].get("id", ""))
    why = str(answer.told().get("message", ""))[:200]
    if answer.status == _ABSENT or why.startswith("Failed to send messages"):
        raise Blocked(why or "not found")
    raise Hopeless(why or f"HTTP {answer.status}")


async def _post(
    token: str, path: str, said: dict[str, Any], more: dict[str, str] | None = None
) -> Answer:
    headers = _bearer(token) | (more or {})
    try:
        answer = await calling.call("POST", f"{HOST}{path}", json=said, headers=headers)
    except Busy as busy:
        if "monthly limit" in str(busy.told.get("message", "")):
            raise Later(LONGEST_PAUSE) from None
        raise
    if answer.status == _STRANGE:
        raise Unauthenticated
    return answer


def pieces(token: str, message_id: str) -> AsyncIterator[bytes]:
    """What came with a message."""
    if not _NUMBER.fullmatch(message_id):
        raise Hopeless("not the name of a message")
    address = f"{DATA_HOST}/v2/bot/message/{message_id}/content"
    return calling.pieces(address, _bearer(token), of=(DATA_HOST,))


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}
