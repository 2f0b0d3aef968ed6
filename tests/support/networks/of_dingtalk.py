"""DingTalk: shapes after the examples of its documentation, signed as it describes."""

import base64
import hashlib
import hmac
import json
import time
from typing import Any

from networks.kit import NUMBERS, Answered, Call, Kit, Knocking, Shown


class KIT(Kit):
    channel = "dingtalk"
    hosts = (("bots.dingtalk.api", "HOST"), ("bots.dingtalk.api", "OLD"))
    dated = True

    def __init__(self) -> None:
        super().__init__()
        self.staff = self.chat_id = f"manager{self.number}"
        self.lent = 0
        self.stream = ""
        self.secrets = {
            "app_key": f"ding{self.number}",
            "app_secret": f"{self.SECRET}{self.number}",
            "robot_code": f"ding{self.number}",
        }

    def signed(self, event: Any, *, secret: str = "", ago: int = 0) -> Knocking:
        key, at = secret or self.secrets["app_secret"], str(int((time.time() - ago) * 1000))
        made = hmac.new(key.encode(), f"{at}\n{key}".encode(), hashlib.sha256).digest()
        headers = {"timestamp": at, "sign": base64.b64encode(made).decode()}
        return Knocking(json.dumps(event).encode(), headers)

    def message(self, **what: Any) -> dict[str, Any]:
        """Somebody writes, or sends something."""
        return {
            "conversationId": "cid6KeBBLoveMJOGXoYKF5x7EeiodoA==",
            "atUsers": [],
            "chatbotCorpId": "ding8ad9ea4c7c0ba0f5ffe93478753d9884",
            "chatbotUserId": "$:LWCP_v1:$8VcKpgc8bkWRPk9NmU",
            "msgId": f"msg{next(NUMBERS)}",
            "senderNick": "Ada",
            "isAdmin": True,
            "senderStaffId": self.staff,
            "sessionWebhookExpiredTime": 1613635652738,
            "createAt": 1613630252678,
            "senderCorpId": "ding8ad9ea4c7c0ba0f5ffe93478753d9884",
            "conversationType": "1",
            "senderId": "$:LWCP_v1:$Ff09GIxCn",
            "sessionWebhook": "https://oapi.dingtalk.com/robot/sendBySession?session=6d69",
            "robotCode": self.secrets["robot_code"],
            **what,
        }

    def text(self, text: str) -> Any:
        return self.message(msgtype="text", text={"content": f" {text}"})

    def photo(self, name: str) -> Any:
        return self.message(
            msgtype="picture", content={"downloadCode": name, "pictureDownloadCode": "x"}
        )

    def answer(self, call: Call) -> Answered:
        if call.path == "/v1.0/oauth2/accessToken":
            assert call.json()["appSecret"] == self.secrets["app_secret"]
            self.lent += 1
            return Answered({"accessToken": f"{self.SECRET}-{self.lent}", "expireIn": 7200})
        if call.path == "/v1.0/gateway/connections/open":
            assert call.json()["clientSecret"] == self.secrets["app_secret"]
            return Answered({"endpoint": self.stream, "ticket": f"{self.SECRET}+1"})
        if call.path.startswith("/files/"):
            return Answered(self.server.files[call.path.rpartition("/")[2]])
        if call.path == "/media/upload":
            return Answered({"errcode": 0, "media_id": "@lADPDe7s2ySi18PNA6XNBXg", "type": "image"})
        assert call.headers["x-acs-dingtalk-access-token"] == f"{self.SECRET}-{self.lent}"
        assert call.json()["robotCode"] == self.secrets["robot_code"]
        if call.path.endswith("/messageFiles/download"):
            url = f"{self.server.url}/files/{call.json()['downloadCode']}"
            return Answered({"downloadUrl": url})
        return Answered({"processQueryKey": "k", "invalidStaffIdList": []})

    def shown(self, call: Call) -> Shown | None:
        if not call.path.endswith(("/batchSend", "/groupMessages/send")):
            return None
        said = call.json()
        if call.path.endswith("/batchSend"):
            assert said["userIds"] == [self.staff]
        told = json.loads(said["msgParam"])
        if said["msgKey"] == "sampleImageMsg":
            return Shown(f"[{told['photoURL']}]")
        assert said["msgKey"] == "sampleText"
        return Shown(told["content"])

    def refuses(self) -> Answered:
        return Answered({"processQueryKey": "k", "invalidStaffIdList": [self.staff]})

    def stranger(self) -> Answered:
        return Answered({"code": "invalidClientIdOrSecret", "message": "no"}, 400)

    def greeting(self, _path: str) -> tuple[str, str, Knocking | None, Any]:
        # It asks for nothing beforehand: the first message is the question.
        return "POST", "", self.signed(self.message(msgtype="unknown")), ""
