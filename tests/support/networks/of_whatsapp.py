"""WhatsApp: signatures and buttons are checked with pywa."""

import hashlib
import hmac
import json
import re
import time
from typing import Any

import msgspec
from networks.kit import NUMBERS, Answered, Call, Kit, Knocking, Shown


class KIT(Kit):
    channel = "whatsapp"
    hosts = (("bots.whatsapp.calling", "HOST"),)

    def __init__(self) -> None:
        super().__init__()
        self.chat_id = str(self.number)
        self.id = str(next(NUMBERS))
        self.secrets = {
            "number": self.id,
            "token": f"EAAG{self.SECRET}{self.number}",
            "secret": f"{self.SECRET}{self.number:x}",
        }

    def signed(self, event: Any, *, secret: str = "", ago: int = 0) -> Knocking:
        from pywa.utils import webhook_updates_validator

        if isinstance(event, dict) and "from" in event:
            at = str(int(event["timestamp"]) - ago)
            event = self._value(messages=[event | {"timestamp": at}])
        content, key = msgspec.json.encode(event), secret or self.secrets["secret"]
        made = f"sha256={hmac.new(key.encode(), content, hashlib.sha256).hexdigest()}"
        assert webhook_updates_validator(key, content, made)
        return Knocking(content, {"X-Hub-Signature-256": made})

    def _value(self, **what: Any) -> dict[str, Any]:
        value = {
            "messaging_product": "whatsapp",
            "metadata": {"display_phone_number": "15550001", "phone_number_id": self.id},
            "contacts": [{"profile": {"name": "Ada"}, "wa_id": self.chat_id}],
            **what,
        }
        change = {"value": value, "field": "messages"}
        return {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [change]}]}

    def _message(self, **what: Any) -> dict[str, Any]:
        name, at = f"wamid.{next(NUMBERS)}", str(int(time.time()))
        return {"from": self.chat_id, "id": name, "timestamp": at, **what}

    def text(self, text: str) -> Any:
        return self._message(type="text", text={"body": text})

    def photo(self, name: str) -> Any:
        image = {"id": name, "mime_type": "image/jpeg", "sha256": "x"}
        return self._message(type="image", image=image)

    def pressed(self, data: str, shown: Shown) -> Any:
        kind, reply = shown.edit_of, {"id": data, "title": "x"}
        return self._message(type="interactive", interactive={"type": kind, kind: reply})

    def failed(self, code: int) -> Any:
        """What Meta tells afterwards of a message that it took."""
        status = {
            "id": f"wamid.{next(NUMBERS)}",
            "status": "failed",
            "timestamp": str(int(time.time())),
            "recipient_id": self.chat_id,
            "errors": [{"code": code, "title": "Message undeliverable"}],
        }
        return self._value(statuses=[status])

    def answer(self, call: Call) -> Answered:
        assert call.headers["authorization"] == f"Bearer {self.secrets['token']}"
        last = call.path.rpartition("/")[2]
        if last == self.id:
            return Answered({"display_phone_number": "+1 555-0001", "id": self.id})
        if last == "messages":
            return Answered({"messages": [{"id": f"wamid.{next(NUMBERS)}"}]})
        if last == "media":
            assert b"image/png" in call.body
            return Answered({"id": "77"})
        if call.path.startswith("/store/"):
            return Answered(self.server.files[last])
        return Answered({"url": f"{self.server.url}/store/{last}", "mime_type": "image/jpeg"})

    def shown(self, call: Call) -> Shown | None:
        if not call.path.endswith("/messages"):
            return None
        said = call.json()
        assert (said["messaging_product"], said["to"]) == ("whatsapp", self.chat_id)
        match said["type"]:
            case "text":
                assert len(said["text"]["body"]) <= 4_096
                return Shown(_plain(said["text"]["body"]))
            case "interactive":
                return _interactive(said["interactive"])
            case "template":
                [body] = said["template"]["components"]
                return Shown(f"template: {body['parameters'][0]['text']}")
        return Shown(said["image"].get("caption", ""))

    def shown_as(self, payload: dict[str, Any]) -> Shown:
        """What a payload would put on the screen."""
        return _interactive(payload["interactive"])

    def busy(self) -> Answered:
        return Answered({"error": {"code": 130429}}, 429, {"Retry-After": "30"})

    def refuses(self) -> Answered:
        return Answered({"error": {"code": 131026, "message": "Message undeliverable"}}, 400)

    def stranger(self) -> Answered:
        return Answered({"error": {"code": 190, "type": "OAuthException"}}, 401)

    def greeting(self, page: str) -> tuple[str, str, Knocking | None, Any]:
        token = page.partition("Verify token")[2].partition("</code>")[0].rpartition(">")[2]
        asked = f"hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token={token}"
        return "GET", asked, None, "1158201444"


def _plain(text: str) -> str:
    """Labels are bold."""
    return re.sub(r"^\*([^*\n]+:)\*", r"\1", text, flags=re.MULTILINE)


def _interactive(said: dict[str, Any]) -> Shown:
    """With the SDK's own words for the same buttons, and the limits of Meta's reference."""
    from pywa.types import Button, Section, SectionList, SectionRow

    text, action = said["body"]["text"], said["action"]
    assert 0 < len(text) <= 1_024
    if said["type"] == "button":
        found = {one["reply"]["title"]: one["reply"]["id"] for one in action["buttons"]}
        assert action["buttons"] == [Button(name, data).to_dict() for name, data in found.items()]
        assert 0 < len(found) <= 3
        assert all(0 < len(name) <= 20 for name in found)
        return Shown(_plain(text), found, edit_of="button_reply")
    [section] = action["sections"]
    rows = [SectionRow(r["title"], r["id"], r.get("description")) for r in section["rows"]]
    made = SectionList(action["button"], [Section(section["title"], rows)]).to_dict()
    assert json.loads(json.dumps(made)) == action
    assert all(0 < len(row.title) <= 24 for row in rows)
    assert len({row.title for row in rows}) == len(rows) <= 10
    found = {row.title: row.callback_data for row in rows}
    return Shown(_plain(text), found, edit_of="list_reply")
