"""Messages as lines, and lines as texts that fit: no character and no mark is cut in two."""

import re
from collections.abc import Callable
from typing import Final

import msgspec

from bots.core.messages import Outbound
from kernel.i18n import _
from tenants.mail.office import link

# Room for the marks that a line may bring.
ROOM: Final = 200
_HAN: Final = re.compile("[\u4e00-\u9fff]")


def lines_of(message: Outbound) -> list[tuple[str, str]]:
    """Lines as (label, plain text); nothing is escaped yet."""
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


def with_page(message: Outbound) -> list[tuple[str, str]]:
    """The lines, and the address of the page about it, where no button opens one."""
    lines = lines_of(message)
    return [*lines, (_("Open"), link(message.page))] if message.page else lines


def octets(text: str) -> int:
    """How long a text is in bytes of UTF-8."""
    return len(text.encode("utf-8", "surrogatepass"))


def utf16(text: str) -> int:
    """How long a text is in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class Script(msgspec.Struct, frozen=True, kw_only=True):
    """How a network writes: what is escaped and made bold, and how much of it fits."""

    limit: int
    escape: Callable[[str], str] = str
    bold: Callable[[str], str] = str
    units: Callable[[str], int] = utf16

    def split(self, lines: list[tuple[str, str]]) -> list[str]:
        """Texts within the limit; an ellipsis where there is nothing to say."""
        parts = ["\n".join(self._line(*line) for line in part) for part in self.fit(lines)]
        return [part for part in parts if part.strip()] or ["…"]

    def fit(self, lines: list[tuple[str, str]]) -> list[list[tuple[str, str]]]:
        """The lines in parts that are within the limit each."""
        parts: list[list[tuple[str, str]]] = [[]]
        used = 0
        for label, text in lines:
            for line in self._pieces(label, text):
                length = self.units(self._line(*line)) + 1
                if parts[-1] and used + length > self.limit:
                    parts.append([])
                    used = 0
                parts[-1].append(line)
                used += length
        return parts

    def _line(self, head: str, piece: str) -> str:
        said, colon = self.escape(piece), _(": ")
        gap = " " if colon.endswith(" ") else ""
        marked = self.bold(f"{self.escape(head)}{colon.rstrip()}")
        return f"{marked}{gap}{said}" if head else said

    def _pieces(self, label: str, text: str) -> list[tuple[str, str]]:
        limit = self.limit - ROOM - self.units(self.escape(label))
        pieces, piece, used = [], "", 0
        for letter in text:
            length = self.units(self.escape(letter))
            if used + length > limit:
                pieces.append(piece)
                piece, used = "", 0
            piece += letter
            used += length
        pieces.append(piece)
        return [(label if number == 0 else "", part) for number, part in enumerate(pieces)]


def tongue(text: str) -> str:
    """The language to answer a stranger in, where a network does not tell it."""
    return "zh_CN" if _HAN.search(text) else "en"


def shortened(label: str, longest: int, units: Callable[[str], int] = utf16) -> str:
    """A button's label that fits."""
    if units(label) <= longest:
        return label
    while label and units(label) >= longest:
        label = label[:-1]
    return f"{label.rstrip()}…"
