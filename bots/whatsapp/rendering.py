"""Messages as WhatsApp shows them: three buttons, or a list of ten, else numbers to type."""

from typing import Any, Final

from bots.core.messages import Action, Capabilities, Outbound
from bots.gateway.channel import Payload
from bots.gateway.texts import Script, lines_of, shortened
from kernel.i18n import _
from tenants.mail.office import link

# The body of a message with buttons is the shortest of all.
CAPABILITIES: Final = Capabilities(edits=False, buttons=10, text_units=1_024)
SCRIPT: Final = Script(limit=CAPABILITIES.text_units, bold=lambda label: f"*{label}*")
MOST_BUTTONS: Final = 3
BUTTON, ROW, ABOUT, OPEN = 20, 24, 72, 20


def rendered(message: Outbound) -> list[Payload]:
    """The deliveries of one message; buttons stand under the last."""
    lines = lines_of(message)
    if message.page:
        lines.append(("", link(message.page)))
    parts = SCRIPT.split(lines)
    found: list[Payload] = []
    if message.picture is not None:
        caption = parts.pop(0) if not message.actions or len(parts) > 1 else ""
        found.append({"type": "image", "file": message.picture.id.hex, "caption": caption})
    last = len(parts) - 1
    for number, part in enumerate(parts):
        if number == last and message.actions:
            found.append({"type": "interactive", "interactive": _interactive(part, message)})
        else:
            found.append({"type": "text", "text": {"body": part, "preview_url": False}})
    return found


def _interactive(text: str, message: Outbound) -> dict[str, Any]:
    body = {"text": text}
    if len(message.actions) <= MOST_BUTTONS:
        buttons = [
            {"type": "reply", "reply": {"id": action.data, "title": title}}
            for action, title in _titled(message.actions, BUTTON)
        ]
        return {"type": "button", "body": body, "action": {"buttons": buttons}}
    rows = [_row(action, title) for action, title in _titled(message.actions, ROW)]
    sections = [{"title": shortened(_("What next?"), ROW), "rows": rows}]
    choose = {"button": shortened(_("Choose"), OPEN), "sections": sections}
    return {"type": "list", "body": body, "action": choose}


def _row(action: Action, title: str) -> dict[str, str]:
    row = {"id": action.data, "title": title}
    # What the title has no room for stands below it.
    return row if title == action.label else row | {"description": shortened(action.label, ABOUT)}


def _titled(actions: list[Action], longest: int) -> list[tuple[Action, str]]:
    """Short titles, each another: WhatsApp refuses two that are the same."""
    found: dict[str, Action] = {}
    for number, action in enumerate(actions, 1):
        title = shortened(action.label, longest) or "…"
        if title in found:
            title = shortened(f"{number}. {action.label}", longest)
        found[title] = action
    return [(action, title) for title, action in found.items()]
