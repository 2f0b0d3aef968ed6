"""Sending to DingTalk: to a colleague, or into a group; what it refuses is understood."""

from typing import Any, Final

import msgspec

from bots.dingtalk.api import Api
from bots.dingtalk.updates import GROUP
from bots.gateway.calling import closed_to_us
from bots.gateway.own import Errand
from kernel.delivery import Blocked, Later

# Not of the company any more, or a group without the robot.
NOBODY: Final = ("staffId.notExisted", "openConversationId", "robot.notInGroup", "chatbot.notFound")
FLOODED: Final = 60.0


async def send(api: Api, errand: Errand) -> str:
    """One message to one chat; the name that DingTalk gave it."""
    with closed_to_us(_is_nobody):
        return await _send(api, errand)


def _is_nobody(code: int | str) -> bool:
    return any(part in str(code) for part in NOBODY)


async def _send(api: Api, errand: Errand) -> str:
    payload = errand.payload
    if payload["method"] == "picture":
        media = await api.upload(errand.own.secrets, payload["name"], errand.picture())
        return await _post(api, errand, "sampleImageMsg", {"photoURL": media})
    return await _post(api, errand, "sampleText", {"content": payload["text"]})


async def _post(api: Api, errand: Errand, kind: str, content: dict[str, str]) -> str:
    body: dict[str, Any] = {
        "robotCode": errand.own.secrets["robot_code"],
        "msgKey": kind,
        "msgParam": msgspec.json.encode(content).decode(),
    }
    who, secrets = errand.chat_id, errand.own.secrets
    if who.startswith(GROUP):
        body["openConversationId"] = who.removeprefix(GROUP)
        said = await api.call(secrets, "robot/groupMessages/send", body)
        return str(said.get("processQueryKey", ""))
    said = await api.call(secrets, "robot/oToMessages/batchSend", body | {"userIds": [who]})
    if said.get("invalidStaffIdList"):
        raise Blocked("DingTalk does not know this person")
    if said.get("flowControlledStaffIdList"):
        raise Later(FLOODED)
    return str(said.get("processQueryKey", ""))
