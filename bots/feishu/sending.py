"""Sending to Feishu: what it refuses is understood, what it delays is sent later."""

from typing import Any, Final

import msgspec

from bots.feishu.api import Api
from bots.feishu.rendering import card
from bots.feishu.updates import PERSON
from bots.gateway.calling import Refusal, closed_to_us
from bots.gateway.own import Errand

# Not in the chat, not for this person, or nobody any more.
NOBODY: Final = {230002, 230013, 230029, 230053, 232009}
# Called back, deleted, too old, or none of ours: said anew.
GONE: Final = {230011, 230012, 230031, 230054, 230072, 230075, 230110}


async def send(api: Api, errand: Errand) -> str:
    """One message to one chat; the id that Feishu gave it."""
    with closed_to_us(NOBODY.__contains__):
        return await _send(api, errand)


async def _send(api: Api, errand: Errand) -> str:
    payload = errand.payload
    match payload["method"]:
        case "text":
            return await _post(api, errand, "text", {"text": payload["text"]})
        case "picture":
            return await _post(api, errand, "image", {"image_key": await _uploaded(api, errand)})
    shown = card(payload, errand.chat_id)
    if payload["method"] == "edit" and await _edited(api, errand, shown):
        return str(payload["message_id"])
    return await _post(api, errand, "interactive", shown)


async def _edited(api: Api, errand: Errand, shown: dict[str, Any]) -> bool:
    """Whether the card could be changed; else it is shown anew."""
    path = f"im/v1/messages/{errand.payload['message_id']}"
    try:
        await api.call(errand.own.secrets, "PATCH", path, json={"content": _json(shown)})
    except Refusal as refused:
        if refused.code not in GONE:
            raise
        return False
    return True


async def _post(api: Api, errand: Errand, kind: str, content: dict[str, Any]) -> str:
    by = "open_id" if errand.chat_id.startswith(PERSON) else "chat_id"
    body = {
        "receive_id": errand.chat_id,
        "msg_type": kind,
        "content": _json(content),
        # By the delivery's own number one that is sent twice is shown once.
        "uuid": errand.id.hex,
    }
    query = {"receive_id_type": by}
    said = await api.call(errand.own.secrets, "POST", "im/v1/messages", params=query, json=body)
    return str(_data(said).get("message_id", ""))


async def _uploaded(api: Api, errand: Errand) -> str:
    files = {"image": (errand.payload["name"], errand.picture())}
    kind = {"image_type": "message"}
    said = await api.call(errand.own.secrets, "POST", "im/v1/images", data=kind, files=files)
    return str(_data(said).get("image_key", ""))


def _data(said: dict[str, Any]) -> dict[str, Any]:
    data = said.get("data")
    return data if isinstance(data, dict) else {}


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
