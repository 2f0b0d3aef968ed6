"""Slack: signatures and blocks are made and checked with slack-sdk."""

import time
from typing import Any
from urllib.parse import parse_qs, urlencode

import msgspec
from networks.kit import NUMBERS, Answered, Call, Kit, Knocking, Shown
from slack_sdk.models.blocks import Block
from slack_sdk.signature import SignatureVerifier


class KIT(Kit):
    channel = "slack"
    hosts = (("bots.slack.calling", "HOST"),)
    dated = True

    def __init__(self) -> None:
        super().__init__()
        self.team, self.bot, self.user = f"T{self.number}", f"U{self.number}B", f"U{self.number}"
        self.chat_id = f"D{self.number}"
        self.secrets = {
            "token": f"xoxb-{self.SECRET}-{self.number}",
            "signing": f"{self.SECRET}{self.number:x}",
        }

    def signed(self, event: Any, *, secret: str = "", ago: int = 0) -> Knocking:
        kind = "application/json"
        content = msgspec.json.encode(event)
        if isinstance(event, dict) and event.get("type") == "block_actions":
            kind = "application/x-www-form-urlencoded"
            content = urlencode({"payload": content.decode()}).encode()
        at = str(int(time.time()) - ago)
        made = SignatureVerifier(secret or self.secrets["signing"]).generate_signature(
            timestamp=at, body=content
        )
        headers = {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": made, "Content-Type": kind}
        return Knocking(content, headers)

    def _event(self, **event: Any) -> dict[str, Any]:
        return {
            "token": "old",
            "team_id": self.team,
            "api_app_id": "A1",
            "type": "event_callback",
            "event_id": f"Ev{next(NUMBERS)}",
            "event_time": int(time.time()),
            "authorizations": [{"user_id": self.bot, "is_bot": True}],
            "event": {
                "type": "message",
                "channel": self.chat_id,
                "channel_type": "im",
                "user": self.user,
                "ts": f"{next(NUMBERS)}.0001",
                **event,
            },
        }

    def text(self, text: str) -> Any:
        escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return self._event(text=escaped)

    def photo(self, name: str) -> Any:
        file = {
            "id": name,
            "name": "card.png",
            "mimetype": "image/png",
            "size": 5,
            "mode": "hosted",
        }
        return self._event(text="", subtype="file_share", files=[file])

    def pressed(self, data: str, shown: Shown) -> Any:
        return {
            "type": "block_actions",
            "trigger_id": f"tr{next(NUMBERS)}",
            "team": {"id": self.team, "domain": "x"},
            "user": {"id": self.user, "name": "ada", "team_id": self.team},
            "channel": {"id": self.chat_id, "name": "directmessage"},
            "message": {"ts": shown.name, "type": "message"},
            "actions": [
                {"type": "button", "action_id": "act-0", "value": data, "action_ts": "1.1"}
            ],
        }

    def answer(self, call: Call) -> Answered:
        method = call.path.rpartition("/")[2]
        assert call.path.startswith("/files/") or call.headers["authorization"].endswith(
            self.secrets["token"]
        )
        match method:
            case "auth.test":
                who = {"team_id": self.team, "user_id": self.bot, "user": "guanxi", "team": "Firm"}
                return Answered({"ok": True, **who})
            case "chat.postMessage":
                return Answered({"ok": True, "ts": f"{next(NUMBERS)}.0002"})
            case "chat.update":
                return Answered({"ok": True, "ts": call.json()["ts"]})
            case "files.info":
                name = parse_qs(call.body.decode())["file"][0]
                url = f"{self.server.url}/files/{name}"
                return Answered({"ok": True, "file": {"id": name, "url_private_download": url}})
            case "files.getUploadURLExternal":
                url = f"{self.server.url}/files/new"
                return Answered({"ok": True, "upload_url": url, "file_id": "F9"})
            case "new" | "files.completeUploadExternal":
                return Answered({"ok": True, "files": [{"id": "F9"}]})
        assert call.headers["authorization"].endswith(self.secrets["token"])
        return Answered(self.server.files[method])

    def shown(self, call: Call) -> Shown | None:
        if not call.path.startswith("/api/chat."):
            return None
        said = call.json()
        buttons = {}
        for block in Block.parse_all(said["blocks"]):
            block.validate_json()
            if block.type == "actions":
                buttons = {b.text.text: b.value for b in block.elements if b.value}
        text = "".join(
            one.get("text") or one["url"] for one in said["blocks"][0]["elements"][0]["elements"]
        )
        edit_of = said.get("ts", "")
        return Shown(text, buttons, edit_of or "1700000000.0002", edit_of)

    def refuses(self) -> Answered:
        return Answered({"ok": False, "error": "channel_not_found"})

    def stranger(self) -> Answered:
        return Answered({"ok": False, "error": "invalid_auth"})

    def greeting(self, _path: str) -> tuple[str, str, Knocking | None, Any]:
        asked = {"type": "url_verification", "token": "old", "challenge": "3eZbrw1aBm2rZgRNFd"}
        return "POST", "", self.signed(asked), {"challenge": "3eZbrw1aBm2rZgRNFd"}
