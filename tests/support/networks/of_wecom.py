"""WeCom: shapes after the examples of its documentation, sealed and signed as it describes."""

import base64
import hashlib
import os
import re
import time
from typing import Any
from urllib.parse import parse_qs, urlencode
from xml.sax.saxutils import escape

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7
from networks.kit import NUMBERS, Answered, Call, Kit, Knocking, Shown


def sealed(aes_key: str, receiver: str, text: bytes) -> str:
    """AES-256-CBC of random bytes, the length, the text, and who is to receive it."""
    key, pad = base64.b64decode(f"{aes_key}="), PKCS7(256).padder()
    plain = os.urandom(16) + len(text).to_bytes(4, "big") + text + receiver.encode()
    writer = Cipher(algorithms.AES256(key), modes.CBC(key[:16])).encryptor()
    hidden = writer.update(pad.update(plain) + pad.finalize()) + writer.finalize()
    return base64.b64encode(hidden).decode()


class KIT(Kit):
    channel = "wecom"
    hosts = (("bots.wecom.api", "HOST"),)
    dated = True

    def __init__(self) -> None:
        super().__init__()
        self.chat_id = f"Ada{self.number}"
        self.lent = 0
        self.secrets = {
            "corp_id": f"ww{self.number:x}",
            "agent_id": "1000002",
            "secret": f"{self.SECRET}{self.number}",
            "token": f"{self.SECRET}{self.number:x}",
            "aes_key": f"{self.SECRET}{self.number:x}".ljust(43, "A"),
        }

    def signed(self, event: Any, *, secret: str = "", ago: int = 0) -> Knocking:
        fields = event if isinstance(event, dict) else {"Nonsense": event}
        inner = "".join(f"<{k}>{escape(str(v))}</{k}>" for k, v in fields.items())
        hidden = self.sealed(f"<xml>{inner}</xml>".encode())
        query = self.query(hidden, secret=secret, ago=ago)
        content = (
            f"<xml><ToUserName><![CDATA[{self.secrets['corp_id']}]]></ToUserName>"
            f"<Encrypt><![CDATA[{hidden}]]></Encrypt><AgentID><![CDATA[1000002]]></AgentID></xml>"
        )
        return Knocking(content.encode(), {}, query)

    def sealed(self, text: bytes) -> str:
        """For us and nobody else."""
        return sealed(self.secrets["aes_key"], self.secrets["corp_id"], text)

    def query(self, hidden: str, *, secret: str = "", ago: int = 0, **more: str) -> str:
        """What WeCom puts into the address."""
        at, nonce = str(int(time.time()) - ago), "1372623149"
        parts = sorted((secret or self.secrets["token"], at, nonce, hidden))
        made = hashlib.sha1("".join(parts).encode(), usedforsecurity=False).hexdigest()
        return urlencode({"msg_signature": made, "timestamp": at, "nonce": nonce, **more})

    def message(self, kind: str, **what: Any) -> dict[str, Any]:
        """Somebody writes, sends or does something."""
        return {
            "ToUserName": self.secrets["corp_id"],
            "FromUserName": self.chat_id,
            "CreateTime": 1348831860,
            "MsgType": kind,
            **what,
            "AgentID": 1000002,
        }

    def text(self, text: str) -> Any:
        return self.message("text", Content=text, MsgId=next(NUMBERS))

    def photo(self, name: str) -> Any:
        return self.message("image", PicUrl="https://x", MediaId=name, MsgId=next(NUMBERS))

    def pressed(self, data: str, shown: Shown) -> Any:
        about = {"EventKey": data, "TaskId": shown.name, "CardType": "button_interaction"}
        code = f"code-{next(NUMBERS)}"
        return self.message("event", Event="template_card_event", ResponseCode=code, **about)

    def answer(self, call: Call) -> Answered:
        query = {name: values[0] for name, values in parse_qs(call.query).items()}
        if call.path.endswith("/gettoken"):
            assert query["corpsecret"] == self.secrets["secret"]
            self.lent += 1
            token = f"{self.SECRET}-{self.lent}"
            return Answered({"errcode": 0, "access_token": token, "expires_in": 7200})
        assert query["access_token"] == f"{self.SECRET}-{self.lent}"
        if call.path.endswith("/agent/get"):
            return Answered({"errcode": 0, "agentid": 1000002, "name": "Guanxi"})
        if call.path.endswith("/media/get"):
            return Answered(self.server.files[query["media_id"]])
        if call.path.endswith("/media/upload"):
            return Answered({"errcode": 0, "type": "image", "media_id": "1G6nrLmr5EC3MMb"})
        return Answered({"errcode": 0, "errmsg": "ok", "invaliduser": "", "msgid": "m1"})

    def shown(self, call: Call) -> Shown | None:
        if "/message/" not in call.path:
            return None
        said = call.json()
        assert said["agentid"] == 1000002
        if call.path.endswith("/update_template_card"):
            assert said["userids"] == [self.chat_id]
            card = said.get("template_card")
            return self._card(card, said["response_code"]) if card else None
        assert said["touser"] == self.chat_id
        if said["msgtype"] == "text":
            assert len(said["text"]["content"].encode()) <= 2048
            return Shown(said["text"]["content"])
        if said["msgtype"] == "image":
            return Shown(f"[{said['image']['media_id']}]")
        assert re.fullmatch(r"[0-9A-Za-z_@-]{1,128}", said["template_card"]["task_id"])
        return self._card(said["template_card"], "")

    def _card(self, card: dict[str, Any], edit_of: str) -> Shown:
        assert card["card_type"] == "button_interaction"
        assert 1 <= len(card["button_list"]) <= 6
        buttons = {one["text"]: one["key"] for one in card["button_list"]}
        lines = (card["main_title"]["title"], card.get("sub_title_text", ""))
        return Shown("\n".join(lines), buttons, card.get("task_id", ""), edit_of)

    def busy(self) -> Answered:
        return Answered({"errcode": 45009, "errmsg": "reach max api daily quota limit"})

    def refuses(self) -> Answered:
        return Answered({"errcode": 81013, "errmsg": "user & party & tag all invalid"})

    def stranger(self) -> Answered:
        return Answered({"errcode": 40001, "errmsg": "invalid credential"})

    def greeting(self, _path: str) -> tuple[str, str, Knocking | None, Any]:
        hidden = self.sealed(b"1616140317555161061")
        return "GET", self.query(hidden, echostr=hidden), None, "1616140317555161061"
