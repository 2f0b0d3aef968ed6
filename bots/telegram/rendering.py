"""Messages as Telegram shows them: escaped, split where it must be, buttons with opaque data."""

from html import escape
from typing import Any, Final

import msgspec

from bots.core.messages import Action, Capabilities, File, Outbound
from bots.gateway.texts import Script, lines_of, shortened, utf16
from kernel.i18n import _

CAPABILITIES: Final = Capabilities()
LONGEST_LABEL: Final = 60
CAPTION: Final = 1024
SCRIPT: Final = Script(
    limit=CAPABILITIES.text_units, escape=escape, bold=lambda label: f"<b>{label}</b>"
)


def rendered(message: Outbound) -> list[dict[str, Any]]:
    """The deliveries of one message; what grew too long for an edit is sent anew."""
    if message.picture is not None:
        return _picture(message, message.picture)
    parts = SCRIPT.split(lines_of(message))
    last = len(parts) - 1
    found = []
    for number, part in enumerate(parts):
        payload: dict[str, Any] = {"method": "send", "text": part}
        if number == last and message.actions:
            payload["buttons"] = buttons(message.actions)
        if number == last and message.page:
            payload["page"] = [_("Open"), message.page]
        if message.edit_of and last == 0:
            payload |= {"method": "edit", "message_id": int(message.edit_of)}
        found.append(payload)
    return found


def _picture(message: Outbound, picture: File) -> list[dict[str, Any]]:
    """With its caption, or before the text where that is too long for one."""
    first: dict[str, Any] = {"method": "photo", "file": picture.id.hex, "text": ""}
    text = SCRIPT.split(lines_of(message))
    if len(text) == 1 and utf16(text[0]) <= CAPTION:
        first["text"] = text[0]
        if message.actions:
            first["buttons"] = buttons(message.actions)
        return [first]
    return [first, *rendered(msgspec.structs.replace(message, picture=None, edit_of=""))]


def buttons(actions: list[Action]) -> list[list[list[str]]]:
    """Rows of [label, data]; a long label has a row of its own."""
    rows: list[list[list[str]]] = []
    for action in actions:
        label = shortened(action.label, LONGEST_LABEL, len)
        cell = [label, action.data]
        row_full = not rows or len(rows[-1]) >= CAPABILITIES.buttons_in_row
        long = len(label) > LONGEST_LABEL // 3
        if row_full or long or len(rows[-1][0][0]) > LONGEST_LABEL // 3:
            rows.append([cell])
        else:
            rows[-1].append(cell)
    return rows
