"""A contact's card as phones send it: the name, the firm, numbers and addresses."""

import re
from typing import Final

import msgspec

MOST: Final = 10
_FOLD: Final = re.compile(r"\r?\n[ \t]")
_LINE: Final = re.compile(r"(?:[\w-]+\.)?([A-Za-z-]+)((?:;[^:]*)?):(.*)")
_ESCAPED: Final = re.compile(r"\\([\\,;nN])")


class VCard(msgspec.Struct, kw_only=True):
    """What a card says; `name` may be empty."""

    name: str = ""
    firm: str = ""
    title: str = ""
    phones: list[str] = msgspec.field(default_factory=list)
    emails: list[str] = msgspec.field(default_factory=list)


def read(content: bytes) -> VCard:
    """The first card of a file; what is none has nothing in it."""
    card, structured = VCard(), ""
    text = _FOLD.sub("", content.decode("utf-8", "replace").replace("\x00", ""))
    for line in text.splitlines():
        match = _LINE.fullmatch(line.strip())
        if match is None:
            continue
        what, value = match[1].upper(), match[3]
        if what == "END":
            break
        if what == "FN":
            card.name = _plain(value)
        elif what == "N":
            structured = _given_first(value)
        elif what == "ORG":
            card.firm = _plain(value.split(";")[0])
        elif what == "TITLE":
            card.title = _plain(value)
        elif what == "TEL" and len(card.phones) < MOST:
            card.phones.append(_plain(value).removeprefix("tel:"))
        elif what == "EMAIL" and len(card.emails) < MOST:
            card.emails.append(_plain(value))
    card.name = card.name or structured
    return card


def write(name: str, phone: str) -> bytes:
    """A card of what a network tells without one."""
    safe = [" ".join(part.split()).replace("\\", "\\\\") for part in (name, phone)]
    lines = ["BEGIN:VCARD", "VERSION:3.0", f"FN:{safe[0]}", f"TEL:{safe[1]}", "END:VCARD", ""]
    return "\r\n".join(lines).encode()


def _given_first(value: str) -> str:
    family, given = (_plain(part) for part in [*value.split(";"), ""][:2])
    return f"{given} {family}".strip()


def _plain(value: str) -> str:
    plain = _ESCAPED.sub(lambda m: " " if m[1] in "nN" else m[1], value)
    return " ".join(plain.split())[:200]
