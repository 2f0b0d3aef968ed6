"""LINE: signatures, events and messages are made and checked with line-bot-sdk."""

import base64
import hashlib
import hmac
import time
from typing import Any

import msgspec
from networks.kit import NUMBERS, Answered, Call, Kit, Knocking, Shown


class KIT(Kit):
    channel = "line"
    hosts = (("bots.line.calling", "HOST"), ("bots.line.calling", "DATA_HOST"))

    def __init__(self) -> None:
        super().__init__()
        self.user = self.chat_id = f"U{self.number:032x}"
        self.bot = f"U{next(NUMBERS):032x}"
        self.spent: set[str] = set()
        self.secrets = {
            "secret": f"{self.SECRET}{self.number:x}",
            "token": f"{self.SECRET}+{self.number}/token=",
        }

    def signed(self, event: Any, *, secret: str = "", ago: int = 0) -> Knocking:
        from linebot.v3.webhook import WebhookParser

        whole = event
        if isinstance(event, dict) and "webhookEventId" in event:
            event = event | {"timestamp": event["timestamp"] - ago * 1000}
            whole = {"destination": self.bot, "events": [event]}
        content = msgspec.json.encode(whole)
        key = (secret or self.secrets["secret"]).encode()
        made = base64.b64encode(hmac.digest(key, content, hashlib.sha256)).decode()
        if whole is not event:
            assert WebhookParser(key.decode()).parse(content.decode(), made)
        return Knocking(content, {"X-Line-Signature": made})

    def _event(self, **event: Any) -> dict[str, Any]:
        return {
            "mode": "active",
            "timestamp": int(time.time() * 1000),
            "source": {"type": "user", "userId": self.user},
            "webhookEventId": f"01{next(NUMBERS)}",
            "deliveryContext": {"isRedelivery": False},
            "replyToken": f"r{next(NUMBERS)}",
            **event,
        }

    def text(self, text: str) -> Any:
        message = {"type": "text", "id": str(next(NUMBERS)), "quoteToken": "q", "text": text}
        return self._event(type="message", message=message)

    def photo(self, name: str) -> Any:
        message = {
            "type": "image",
            "id": name,
            "quoteToken": "q",
            "contentProvider": {"type": "line"},
        }
        return self._event(type="message", message=message)

    def pressed(self, data: str, _shown: Shown) -> Any:
        return self._event(type="postback", postback={"data": data})

    def answer(self, call: Call) -> Answered:
        assert call.headers["authorization"] == f"Bearer {self.secrets['token']}"
        match call.path.rpartition("/")[2]:
            case "info":
                return Answered({"userId": self.bot, "basicId": "@216guanxi", "displayName": "G"})
            case "reply" if call.json()["replyToken"] in self.spent:
                return Answered({"message": "Invalid reply token"}, 400)
            case "reply" | "push":
                self.spent.add(call.json().get("replyToken", ""))
                return Answered({"sentMessages": [{"id": str(next(NUMBERS)), "quoteToken": "q"}]})
            case "content":
                return Answered(self.server.files[call.path.split("/")[-2]])
        return Answered({"message": "Not found"}, 404)

    def shown(self, call: Call) -> Shown | None:
        from linebot.v3.messaging import PushMessageRequest, ReplyMessageRequest

        if not call.path.endswith(("/push", "/reply")):
            return None
        kind = PushMessageRequest if call.path.endswith("/push") else ReplyMessageRequest
        said = call.json()
        # What the SDK does not know is lost when it reads it.
        assert kind.from_dict(said).to_dict() == said | {"notificationDisabled": False}
        assert said.get("to", self.chat_id) == self.chat_id
        texts, buttons = [], {}
        for message in said["messages"]:
            assert len(msgspec.json.encode(message)) < 30_000
            texts += list(_texts(message))
            for button in message.get("contents", {}).get("footer", {}).get("contents", []):
                buttons[button["action"]["label"]] = button["action"].get("data", "")
        return Shown("\n".join(texts), buttons)

    def refuses(self) -> Answered:
        return Answered({"message": "Failed to send messages"}, 400)

    def stranger(self) -> Answered:
        return Answered({"message": "Authentication failed"}, 401)

    def greeting(self, _path: str) -> tuple[str, str, Knocking | None, Any]:
        return "POST", "", self.signed({"destination": self.bot, "events": []}), ""


def _texts(part: Any) -> Any:
    """Every text of a message, however deep."""
    if isinstance(part, list):
        for one in part:
            yield from _texts(one)
    elif isinstance(part, dict) and part.get("type") == "text" and "contents" in part:
        yield "".join(span["text"] for span in part["contents"])
    elif isinstance(part, dict) and part.get("type") == "text":
        yield part["text"]
    elif isinstance(part, dict):
        yield from _texts([part[key] for key in ("contents", "body") if key in part])
