"""Messages as Telegram shows them: escaped, split where it must be, buttons with opaque data."""

from html import escape
from typing import Any, Final

import msgspec

from bots.core.messages import Action, Capabilities, File, Outbound
from kernel.i18n import _

CAPABILITIES: Final = Capabilities()
LONGEST_LABEL: Final = 60
CAPTION: Final = 1024
# Room for the tags that a line may bring.
ROOM: Final = 200


def rendered(message: Outbound) -> list[dict[str, Any]]:
    """The deliveries of one message; what grew too long for an edit is sent anew."""
    if message.picture is not None:
        return _picture(message, message.picture)
    parts = split(lines_of(message))
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
    text = split(lines_of(message))
    if len(text) == 1 and units(text[0]) <= CAPTION:
        first["text"] = text[0]
        if message.actions:
            first["buttons"] = buttons(message.actions)
        return [first]
    return [first, *rendered(msgspec.structs.replace(message, picture=None, edit_of=""))]


def lines_of(message: Outbound) -> list[tuple[str, str]]:
    """Lines as (bold label, plain text); nothing is escaped yet."""
    lines = [("", line) for line in message.text.split("\n")]
    # What was found is told in the text already; a card repeats it for programs.
    if message.card is not None and message.card.kind != "found":
        lines.append(("", ""))
        for field in message.card.fields:
            first, *rest = field.shown.split("\n")
            lines.append((field.label, first))
            lines += [("", line) for line in rest]
    if message.below:
        lines += [("", line) for line in ["", *message.below.split("\n")]]
    return lines


def split(lines: list[tuple[str, str]]) -> list[str]:
    """Texts of at most 4,096 UTF-16 units each; no character and no tag is cut in two."""
    parts: list[str] = []
    present: list[str] = []
    used = 0
    for label, text in lines:
        for head, piece in _pieces(label, text):
            line = f"<b>{escape(head)}:</b> {escape(piece)}" if head else escape(piece)
            length = units(line) + 1
            if present and used + length > CAPABILITIES.text_units:
                parts.append("\n".join(present))
                present, used = [], 0
            present.append(line)
            used += length
    if present:
        parts.append("\n".join(present))
    return [part for part in parts if part.strip()] or ["…"]


def _pieces(label: str, text: str) -> list[tuple[str, str]]:
    limit = CAPABILITIES.text_units - ROOM - units(escape(label))
    pieces, piece, used = [], "", 0
    for letter in text:
        length = units(escape(letter))
        if used + length > limit:
            pieces.append(piece)
            piece, used = "", 0
        piece += letter
        used += length
    pieces.append(piece)
    return [(label if number == 0 else "", part) for number, part in enumerate(pieces)]


def units(text: str) -> int:
    """How long Telegram finds a text: in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def buttons(actions: list[Action]) -> list[list[list[str]]]:
    """Rows of [label, data]; a long label has a row of its own."""
    rows: list[list[list[str]]] = []
    for action in actions:
        label = action.label
        if len(label) > LONGEST_LABEL:
            label = label[: LONGEST_LABEL - 1].rstrip() + "…"
        cell = [label, action.data]
        row_full = not rows or len(rows[-1]) >= CAPABILITIES.buttons_in_row
        long = len(label) > LONGEST_LABEL // 3
        if row_full or long or len(rows[-1][0][0]) > LONGEST_LABEL // 3:
            rows.append([cell])
        else:
            rows[-1].append(cell)
    return rows
