"""Messages as LINE shows them: texts, and bubbles where there is a card or a button."""

from typing import Any, Final

from bots.core.messages import Capabilities, Outbound
from bots.gateway.channel import Payload
from bots.gateway.texts import Script, lines_of, shortened
from kernel.i18n import _
from tenants.mail.office import link

CAPABILITIES: Final = Capabilities(edits=False, buttons=12, pictures=False, text_units=2_000)
SCRIPT: Final = Script(limit=CAPABILITIES.text_units)
LONGEST_LABEL: Final = 40
# What a phone's banner shows of a bubble.
BANNER: Final = 400
AT_ONCE: Final = 5

Lines = list[tuple[str, str]]


def rendered(message: Outbound) -> list[Payload]:
    """The deliveries of one message; five parts go together."""
    *first, last = SCRIPT.fit(lines_of(message))
    parts = [_text(part) for part in first]
    parts.append(_bubble(last, message) if _rich(message) else _text(last))
    starts = range(0, len(parts), AT_ONCE)
    return [{"messages": parts[start : start + AT_ONCE]} for start in starts]


def _rich(message: Outbound) -> bool:
    return bool(message.actions or message.page or message.card is not None)


def _plain(lines: Lines) -> str:
    told = "\n".join(f"{label}: {text}" if label else text for label, text in lines)
    return told if told.strip() else "…"


def _text(lines: Lines) -> dict[str, Any]:
    return {"type": "text", "text": _plain(lines)}


def _bubble(lines: Lines, message: Outbound) -> dict[str, Any]:
    bubble: dict[str, Any] = {
        "type": "bubble",
        "body": _box(list(_paragraphs(lines))),
    }
    buttons = [
        _button(
            {
                "type": "postback",
                "label": shortened(action.label, LONGEST_LABEL) or "…",
                "data": action.data,
                "displayText": action.label[:300] or "…",
            }
        )
        for action in message.actions
    ]
    if message.page:
        buttons.append(_button({"type": "uri", "label": _("Open"), "uri": link(message.page)}))
    if buttons:
        bubble["footer"] = _box(buttons)
    return {"type": "flex", "altText": shortened(_plain(lines), BANNER), "contents": bubble}


def _paragraphs(lines: Lines) -> list[dict[str, Any]]:
    """A line of its own for each labelled one; others together, which keeps a bubble small."""
    found: list[dict[str, Any]] = []
    plain: list[str] = []

    def told() -> None:
        text = "\n".join(plain).strip("\n")
        if text.strip():
            found.append({"type": "text", "text": text, "wrap": True, "size": "sm"})
        plain.clear()

    for label, text in lines:
        if not label:
            plain.append(text)
            continue
        told()
        spans = [{"type": "span", "text": f"{label}: ", "weight": "bold"}]
        if text:
            spans.append({"type": "span", "text": text})
        found.append({"type": "text", "contents": spans, "wrap": True, "size": "sm"})
    told()
    return found or [{"type": "text", "text": "…"}]


def _box(contents: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "box", "layout": "vertical", "spacing": "sm", "contents": contents}


def _button(action: dict[str, Any]) -> dict[str, Any]:
    return {"type": "button", "style": "secondary", "height": "sm", "action": action}
