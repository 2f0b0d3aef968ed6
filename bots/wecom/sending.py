"""Sending to WeCom: what it refuses is understood, what it delays is sent later."""

from typing import Any, Final

from bots.gateway.calling import Refusal, closed_to_us
from bots.gateway.own import Errand
from bots.wecom.api import Api
from kernel.delivery import Blocked

# Not in the company, or outside of what the app is for.
NOBODY: Final = {60111, 81013, 82001, 86004}


async def send(api: Api, errand: Errand) -> str:
    """One message to one person; WeCom's number of it."""
    with closed_to_us(NOBODY.__contains__):
        return await _send(api, errand)


async def _send(api: Api, errand: Errand) -> str:
    payload = errand.payload
    match payload["method"]:
        case "text":
            return await _post(api, errand, "text", {"content": payload["text"]})
        case "picture":
            return await _post(api, errand, "image", {"media_id": await _uploaded(api, errand)})
        case "close":
            await _changed(api, errand, {"button": {"replace_name": payload["label"]}})
            return ""
        case "change":
            changed = {name: part for name, part in payload["card"].items() if name != "task_id"}
            if await _changed(api, errand, {"template_card": changed}):
                return ""
    return await _post(api, errand, "template_card", payload["card"])


async def _changed(api: Api, errand: Errand, what: dict[str, Any]) -> bool:
    """Whether the card took it: its code is good for one change, and not for ever."""
    body = {
        "userids": [errand.chat_id],
        "agentid": int(errand.own.secrets["agent_id"]),
        "response_code": errand.payload["code"],
        **what,
    }
    try:
        await api.post(errand.own.secrets, "message/update_template_card", json=body)
    except Refusal:
        return False
    return True


async def _post(api: Api, errand: Errand, kind: str, content: dict[str, Any]) -> str:
    body = {
        "touser": errand.chat_id,
        "msgtype": kind,
        "agentid": int(errand.own.secrets["agent_id"]),
        kind: content,
    }
    said = await api.post(errand.own.secrets, "message/send", json=body)
    if errand.chat_id.casefold() in str(said.get("invaliduser", "")).casefold().split("|"):
        raise Blocked("WeCom does not know this person")
    return str(said.get("msgid", ""))


async def _uploaded(api: Api, errand: Errand) -> str:
    files = {"media": (errand.payload["name"], errand.picture(), "image/png")}
    said = await api.post(errand.own.secrets, "media/upload", {"type": "image"}, files=files)
    return str(said.get("media_id", ""))
