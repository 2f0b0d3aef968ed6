"""The text of a file, by its kind; only ever called in a process of its own, within limits."""

import zipfile
from collections.abc import Callable, Iterator
from email import message_from_binary_file, policy
from html.parser import HTMLParser
from itertools import islice
from pathlib import Path
from typing import Any, Final

MOST_CHARS: Final = 300_000
MOST_PAGES: Final = 1_000
MOST_ROWS: Final = 20_000
# An archive that would unpack to more is no document.
MOST_UNPACKED: Final = 200 * 1024 * 1024
MOST_MEMBERS: Final = 10_000


class Unreadable(Exception):
    """Not a document of the kind that its name says, or one that would be too much."""


def text_of(path: Path, kind: str) -> str:
    """The beginning of what stands in it; raises `Unreadable`, and whatever the readers raise."""
    reader = READERS.get(kind)
    if reader is None:
        raise Unreadable(kind)
    kept: list[str] = []
    size = 0
    for piece in reader(path):
        kept.append(piece)
        size += len(piece) + 1
        if size > MOST_CHARS:
            break
    return "\n".join(kept)[:MOST_CHARS]


def _pdf(path: Path) -> Iterator[str]:
    from pypdf import PdfReader  # noqa: PLC0415 -- each file needs one reader of seven

    for page in islice(PdfReader(path).pages, MOST_PAGES):
        yield page.extract_text()


def _docx(path: Path) -> Iterator[str]:
    from docx import Document  # noqa: PLC0415 -- see _pdf

    _demand_small(path)
    for block in Document(str(path)).iter_inner_content():
        rows: Any = getattr(block, "rows", None)
        if rows is None:
            yield str(getattr(block, "text", ""))
            continue
        for row in rows:
            yield " | ".join(dict.fromkeys(cell.text for cell in row.cells))


def _pptx(path: Path) -> Iterator[str]:
    from pptx import Presentation  # noqa: PLC0415 -- see _pdf

    _demand_small(path)
    for slide in islice(Presentation(str(path)).slides, MOST_PAGES):
        for shape in slide.shapes:
            found: Any = shape
            if shape.has_text_frame:
                yield found.text_frame.text
            if shape.has_table:
                for row in found.table.rows:
                    yield " | ".join(cell.text for cell in row.cells)
        if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
            yield slide.notes_slide.notes_text_frame.text


def _sheets(path: Path) -> Iterator[str]:
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 -- see _pdf

    if zipfile.is_zipfile(path):
        _demand_small(path)
    book = CalamineWorkbook.from_path(str(path))
    for name in book.sheet_names:
        yield name
        for row in islice(book.get_sheet_by_name(name).to_python(), MOST_ROWS):
            cells = [str(cell) for cell in row if cell not in {"", None}]
            if cells:
                yield " | ".join(cells)


def _plain(path: Path) -> Iterator[str]:
    yield _decoded(path.read_bytes()[: MOST_CHARS * 4])


def _html(path: Path) -> Iterator[str]:
    yield _shown(_decoded(path.read_bytes()[: MOST_CHARS * 20]))


def _mail(path: Path) -> Iterator[str]:
    with path.open("rb") as file:
        message = message_from_binary_file(file, policy=policy.default)
    for name in ("Subject", "From", "To", "Cc", "Date"):
        if message[name]:
            yield f"{name}: {message[name]}"
    body = message.get_body(("plain", "html"))
    if body is not None:
        content = str(body.get_content())
        yield _shown(content) if body.get_content_subtype() == "html" else content
    for part in message.iter_attachments():
        if part.get_filename():
            yield str(part.get_filename())


def _decoded(content: bytes) -> str:
    from charset_normalizer import from_bytes  # noqa: PLC0415 -- see _pdf

    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        best = from_bytes(content).best()
        if best is None:
            raise Unreadable("text") from None
        return str(best)


def _demand_small(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        if len(members) > MOST_MEMBERS or sum(m.file_size for m in members) > MOST_UNPACKED:
            raise Unreadable("archive")


class _Shown(HTMLParser):
    """What a browser would show."""

    silent = frozenset({"script", "style", "template", "head"})

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]], /) -> None:
        self._hidden += tag in self.silent

    def handle_endtag(self, tag: str) -> None:
        if tag in self.silent and self._hidden:
            self._hidden -= 1

    def handle_data(self, data: str) -> None:
        if not self._hidden and data.strip():
            self.said.append(data.strip())


def _shown(html: str) -> str:
    parser = _Shown()
    parser.feed(html)
    return "\n".join(parser.said)


READERS: Final[dict[str, Callable[[Path], Iterator[str]]]] = {
    ".pdf": _pdf,
    ".docx": _docx,
    ".pptx": _pptx,
    ".eml": _mail,
    **dict.fromkeys((".xlsx", ".xlsm", ".xls", ".ods"), _sheets),
    **dict.fromkeys((".txt", ".md", ".csv", ".log"), _plain),
    **dict.fromkeys((".html", ".htm"), _html),
}
