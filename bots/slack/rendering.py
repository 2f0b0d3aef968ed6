"""Messages as Slack shows them: rich text, in which a name can forge neither link nor mark."""

import re
from typing import Any, Final

import msgspec

from bots.core.messages import Capabilities, Outbound
from bots.gateway.channel import Payload
from bots.gateway.texts import Script, lines_of, shortened
from kernel.i18n import _
from tenants.mail.office import link

CAPABILITIES: Final = Capabilities(buttons=24, text_units=3_000)
SCRIPT: Final = Script(limit=CAPABILITIES.text_units)
LONGEST_LABEL: Final = 75
# What a phone's banner shows; there `text` is read with marks in it.
BANNER: Final = 300
ALTERNATIVE: Final = 1_000
_URL: Final = re.compile(r"https?://[^\s<>\"']+")


def rendered(message: Outbound) -> list[Payload]:
    """The deliveries of one message; what grew too long for an edit is sent anew."""
    if message.picture is not None:
        about = message.text[:ALTERNATIVE]
        first = {"method": "picture", "file": message.picture.id.hex, "about": about}
        rest = msgspec.structs.replace(message, picture=None, edit_of="")
        return [first, *rendered(rest)]
    parts = SCRIPT.fit(lines_of(message))
    last = len(parts) - 1
    found: list[Payload] = []
    for number, part in enumerate(parts):
        elements = _elements(part)
        payload: Payload = {
            "method": "send",
            "text": _banner(elements),
            "blocks": [
                {
                    "type": "rich_text",
                    "elements": [{"type": "rich_text_section", "elements": elements}],
                }
            ],
        }
        if number == last and (row := _buttons(message)):
            payload["blocks"].append({"type": "actions", "elements": row})
        if message.edit_of and last == 0:
            payload |= {"method": "edit", "ts": message.edit_of}
        found.append(payload)
    return found


def _elements(lines: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """Bold labels, links, and everything else as the text that it is."""
    found: list[dict[str, Any]] = []

    def plain(text: str) -> None:
        if text and found and found[-1]["type"] == "text" and "style" not in found[-1]:
            found[-1]["text"] += text
        elif text:
            found.append({"type": "text", "text": text})

    for number, (label, text) in enumerate(lines):
        plain("\n" if number else "")
        if label:
            found.append({"type": "text", "text": f"{label}:", "style": {"bold": True}})
            plain(" ")
        at = 0
        for url in _URL.finditer(text):
            plain(text[at : url.start()])
            found.append({"type": "link", "url": url[0]})
            at = url.end()
        plain(text[at:])
    return found or [{"type": "text", "text": "…"}]


def _banner(elements: list[dict[str, Any]]) -> str:
    said = "".join(one.get("text") or one["url"] for one in elements)[:BANNER]
    return said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") or "…"


def _buttons(message: Outbound) -> list[dict[str, Any]]:
    row = [
        {
            "type": "button",
            "text": _label(action.label),
            "action_id": f"act-{number}",
            "value": action.data,
        }
        for number, action in enumerate(message.actions)
    ]
    if message.page:
        row.append(
            {
                "type": "button",
                "text": _label(_("Open")),
                "action_id": "page",
                "url": link(message.page),
            }
        )
    return row


def _label(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": shortened(text, LONGEST_LABEL) or "…"}
