"""Messages as Feishu shows them: cards whose buttons tell which chat they were made for."""

import re
from typing import Any, Final

from bots.core.messages import Action, Capabilities, Outbound
from bots.gateway.channel import Payload
from bots.gateway.texts import Script, lines_of
from kernel.i18n import _
from tenants.mail.office import link

# A card holds 30 KB, and the label of each line takes some of it.
CAPABILITIES: Final = Capabilities(buttons=20, text_units=4000, files=False)
SCRIPT: Final = Script(limit=CAPABILITIES.text_units)
MAIN: Final = {"save", "done", "choose"}
# As HTML's numbers, which is how its markdown wants what shall be no markdown.
_MARKS: Final = re.compile(r"[!-/:-@\[-`{-~]")


def rendered(message: Outbound) -> list[Payload]:
    """The deliveries of one message; words alone are a text, all else a card."""
    shown: list[Payload] = []
    if message.picture is not None:
        file = message.picture
        shown.append({"method": "picture", "file": file.id.hex, "name": file.name})
    parts = SCRIPT.fit(lines_of(message))
    if not (message.card or message.actions or message.page or message.edit_of):
        texts = ("\n".join(text for _label, text in part) for part in parts)
        return shown + [{"method": "text", "text": text} for text in texts if text.strip()]
    shown += [{"method": "card", "lines": part, "buttons": []} for part in parts]
    last = shown[-1]
    last["buttons"] = [[one.label, one.data, _look(one)] for one in message.actions]
    if message.page:
        last["page"] = [_("Open"), link(message.page)]
    if message.edit_of and len(shown) == 1:
        last |= {"method": "edit", "message_id": message.edit_of}
    return shown


def _look(action: Action) -> str:
    return "primary" if action.kind in MAIN else "default"


def card(payload: Payload, chat_id: str) -> dict[str, Any]:
    """The card as Feishu takes it."""
    elements = [_element(label, text) for label, text in payload["lines"] if label or text]
    buttons = [_button(label, data, look, chat_id) for label, data, look in payload["buttons"]]
    if "page" in payload:
        label, address = payload["page"]
        buttons.append({"tag": "button", "text": _plain(label), "type": "default", "url": address})
    if buttons:
        elements.append({"tag": "action", "layout": "flow", "actions": buttons})
    # Whoever is shown a copy has no business with its buttons.
    config = {"wide_screen_mode": True, "update_multi": True, "enable_forward": False}
    return {"config": config, "elements": elements}


def _element(label: str, text: str) -> dict[str, Any]:
    if not label:
        return {"tag": "div", "text": _plain(text)}
    marked = f"**{_escaped(label)}:** {_escaped(text)}"
    return {"tag": "div", "text": {"tag": "lark_md", "content": marked}}


def _button(label: str, data: str, look: str, chat_id: str) -> dict[str, Any]:
    value = {"data": data, "chat": chat_id}
    return {"tag": "button", "text": _plain(label), "type": look, "value": value}


def _plain(text: str) -> dict[str, str]:
    return {"tag": "plain_text", "content": text}


def _escaped(text: str) -> str:
    return _MARKS.sub(lambda mark: f"&#{ord(mark[0])};", text)
