"""Feishu: shapes after the examples of its documentation, sealed and signed as it describes."""

import base64
import hashlib
import html
import json
import os
import re
import time
from typing import Any
from urllib.parse import parse_qs

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7
from networks.kit import NUMBERS, Answered, Call, Kit, Knocking, Shown

TAGS = {"div", "action", "img"}
CARD_BYTES = 30 * 1024


def sealed(key: str, text: bytes) -> str:
    """AES-256-CBC with the key's hash, the start vector in front."""
    vector, pad = os.urandom(16), PKCS7(128).padder()
    cipher = Cipher(algorithms.AES256(hashlib.sha256(key.encode()).digest()), modes.CBC(vector))
    writer = cipher.encryptor()
    hidden = writer.update(pad.update(text) + pad.finalize()) + writer.finalize()
    return base64.b64encode(vector + hidden).decode()


class KIT(Kit):
    channel = "feishu"
    hosts = (("bots.feishu.api", "FEISHU"),)
    dated = True

    def __init__(self) -> None:
        super().__init__()
        self.user = self.chat_id = f"ou_{self.number:x}"
        self.values: dict[str, dict] = {}
        self.lent = 0
        self.secrets = {
            "app_id": f"cli_{self.number:x}",
            "app_secret": f"{self.SECRET}{self.number}",
            "verification_token": f"v{self.SECRET}{self.number}",
            "encrypt_key": f"k{self.SECRET}{self.number}",
        }

    def signed(self, event: Any, *, secret: str = "", ago: int = 0) -> Knocking:
        key = secret or self.secrets["encrypt_key"]
        content = json.dumps({"encrypt": sealed(key, json.dumps(event).encode())}).encode()
        at, nonce = str(int(time.time()) - ago), "n0nce"
        made = hashlib.sha256(f"{at}{nonce}{key}".encode() + content).hexdigest()
        headers = {
            "X-Lark-Request-Timestamp": at,
            "X-Lark-Request-Nonce": nonce,
            "X-Lark-Signature": made,
        }
        return Knocking(content, headers)

    def event(self, kind: str, **event: Any) -> dict[str, Any]:
        """One thing that happened."""
        header = {
            "event_id": f"e{next(NUMBERS)}",
            "event_type": kind,
            "create_time": "1608725989000",
            "token": self.secrets["verification_token"],
            "app_id": self.secrets["app_id"],
            "tenant_key": "736588c9260f175d",
        }
        return {"schema": "2.0", "header": header, "event": event}

    def message(self, kind: str, content: dict[str, Any], **changes: Any) -> dict[str, Any]:
        """Somebody writes, or sends something."""
        sender = {"sender_id": {"open_id": self.user, "user_id": "e33ggbyz"}, "sender_type": "user"}
        message = {
            "message_id": f"om_{next(NUMBERS)}",
            "create_time": "1609073151345",
            "chat_id": "oc_5ce6d572455d361153b7xx51da133945",
            "chat_type": "p2p",
            "message_type": kind,
            "content": json.dumps(content),
            **changes,
        }
        return self.event("im.message.receive_v1", sender=sender, message=message)

    def text(self, text: str) -> Any:
        return self.message("text", {"text": text})

    def photo(self, name: str) -> Any:
        return self.message("image", {"image_key": name})

    def pressed(self, data: str, shown: Shown) -> Any:
        return self.event(
            "card.action.trigger",
            operator={"open_id": self.user, "tenant_key": "736588c9260f175d"},
            token="c-295ee57216a5dc9de90fefd0aadb4b1d7d******",
            action={"value": self.values[data], "tag": "button"},
            host="im_message",
            context={
                "open_message_id": shown.name,
                "open_chat_id": "oc_5ce6d572455d361153b7xx51da133945",
            },
        )

    def answer(self, call: Call) -> Answered:
        if call.path.endswith("/tenant_access_token/internal"):
            asked = call.json()
            assert asked["app_secret"] == self.secrets["app_secret"]
            self.lent += 1
            token = f"t-{self.SECRET}-{self.lent}"
            return Answered({"code": 0, "msg": "ok", "tenant_access_token": token, "expire": 7200})
        assert call.headers["authorization"] == f"Bearer t-{self.SECRET}-{self.lent}"
        if call.path.endswith("/bot/v3/info"):
            bot = {"activate_status": 2, "app_name": "Guanxi", "open_id": "ou_bot"}
            return Answered({"code": 0, "msg": "ok", "bot": bot})
        if call.path.endswith("/im/v1/images"):
            return Answered({"code": 0, "msg": "success", "data": {"image_key": "img_7ea7"}})
        if "/resources/" in call.path:
            assert parse_qs(call.query)["type"] in (["image"], ["file"])
            return Answered(self.server.files[call.path.rpartition("/")[2]])
        return Answered({"code": 0, "msg": "success", "data": {"message_id": f"om_{self.number}"}})

    def shown(self, call: Call) -> Shown | None:
        if "/im/v1/messages" not in call.path or call.method == "GET":
            return None
        said = call.json()
        content, edit_of = json.loads(said["content"]), ""
        if call.method == "PATCH":
            edit_of = call.path.rpartition("/")[2]
        else:
            by = "open_id" if said["receive_id"].startswith("ou_") else "chat_id"
            assert parse_qs(call.query) == {"receive_id_type": [by]}
            assert len(said["uuid"]) <= 50
        if said.get("msg_type") == "text":
            return Shown(content["text"], {}, f"om_{self.number}")
        if said.get("msg_type") == "image":
            return Shown(f"[{content['image_key']}]")
        assert len(said["content"].encode()) < CARD_BYTES
        assert content["config"]["update_multi"] is True
        return self._card(content, edit_of)

    def _card(self, content: dict[str, Any], edit_of: str) -> Shown:
        lines, buttons = [], {}
        for element in content["elements"]:
            assert element["tag"] in TAGS
            if element["tag"] == "div":
                text = element["text"]
                plain = text["content"]
                if text["tag"] == "lark_md":
                    plain = html.unescape(re.sub(r"\*\*(.*?)\*\*", r"\1", plain))
                lines.append(plain)
            for button in element.get("actions", []):
                if "value" in button:
                    buttons[button["text"]["content"]] = button["value"]["data"]
                    self.values[button["value"]["data"]] = button["value"]
        return Shown("\n".join(lines), buttons, edit_of or f"om_{self.number}", edit_of)

    def refuses(self) -> Answered:
        return Answered({"code": 230013, "msg": "Bot has NO availability to this user."}, 400)

    def stranger(self) -> Answered:
        return Answered({"code": 10014, "msg": "app secret invalid"}, 400)

    def greeting(self, _path: str) -> tuple[str, str, Knocking | None, Any]:
        asked = {
            "challenge": "ajls384kdjx98XX",
            "token": self.secrets["verification_token"],
            "type": "url_verification",
        }
        call = self.signed(asked)
        return "POST", "", Knocking(call.content, {}), {"challenge": "ajls384kdjx98XX"}
