"""Reads a table out of a stranger's file: a process of its own, with limits, that knows no more.

It gets one JSON argument and prints one JSON answer; rows go to the target as lines of
`[line, [cell, ...]]`. `error` in the answer is a word that `reading` has a sentence for.
"""

import csv
import io
import json
import resource
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from crm.records.importing.notation import MARKS, ORDERS, marks_of, orders_of

ENCODINGS = ("utf-8", "utf-16", "gb18030", "latin-1", "cp1252", "big5", "shift_jis")
DELIMITERS = (",", ";", "\t", "|")
MOST_COLUMNS = 300
MOST_CELL = 1_000_000
MOST_ENTRIES = 5_000
MOST_UNPACKED = 800 * 2**20
MEMORY = 2 * 2**30
OUTPUT = 2 * 2**30
SECONDS = 300
SAMPLE = 262_144
SHOWN = 5
LOOKED_AT = 200

Row = tuple[int, list[str]]


class Unfit(Exception):
    """Why the file cannot be read: a word, and the line where there is one."""

    def __init__(self, word: str, line: int = 0) -> None:
        super().__init__(word)
        self.word, self.line = word, line


def main(said: dict[str, Any]) -> dict[str, Any]:
    """Read the file; everything that can be wrong with it is an answer."""
    source = Path(said["source"])
    try:
        if packed(source):
            form, rows = sheet_rows(source, said.get("sheet", ""))
        else:
            form, rows = text_rows(source, said.get("encoding", ""), said.get("delimiter", ""))
        return {"format": form, **stage(rows, Path(said["target"]))}
    except Unfit as unfit:
        return {"error": unfit.word, "line": unfit.line}
    except (UnicodeError, LookupError):
        return {"error": "encoding", "line": 0}
    except csv.Error:
        return {"error": "cell", "line": 0}
    except MemoryError:
        return {"error": "large", "line": 0}


def packed(source: Path) -> bool:
    """Whether it is an archive, as workbooks are."""
    with source.open("rb") as file:
        return file.read(4) == b"PK\x03\x04"


def stage(rows: Iterator[Row], target: Path) -> dict[str, Any]:
    """Write the rows where chunks can find them, and say what was seen of the columns."""
    header = next(rows, None)
    if header is None:
        raise Unfit("empty")
    columns = named(header[1])
    hints = [Hints() for _ in columns]
    samples: list[list[str]] = []
    total = 0
    with target.open("w", encoding="utf-8", errors="replace") as out:
        for line, cells in rows:
            total += 1
            out.write(json.dumps([line, cells], ensure_ascii=False) + "\n")
            if len(samples) < SHOWN:
                samples.append([cell[:LOOKED_AT] for cell in cells])
            for hint, cell in zip(hints, cells, strict=False):
                hint.look(cell)
    shown = [hint.said() for hint in hints]
    return {"columns": columns, "samples": samples, "total": total, "hints": shown}


class Hints:
    """What all cells of a column allow to be read: as dates in which order, as which numbers."""

    def __init__(self) -> None:
        self.orders: set[str] = set(ORDERS)
        self.marks: set[str] = set(MARKS)
        self.seen = False
        self.marked = False

    def look(self, cell: str) -> None:
        text = cell.strip()
        if not text or not (self.orders or self.marks):
            return
        self.seen = True
        if self.orders:
            self.orders &= orders_of(text[:LOOKED_AT])
        if self.marks:
            self.marks &= marks_of(text[:LOOKED_AT])
            self.marked = self.marked or "." in text or "," in text

    def said(self) -> dict[str, list[str]]:
        seen = self.seen
        return {
            "dates": sorted(self.orders) if seen else [],
            "decimals": sorted(self.marks) if seen and self.marked else [],
        }


def named(header: list[str]) -> list[str]:
    """A name for every column: one without gets its number, a second of a name is told apart."""
    if len(header) > MOST_COLUMNS:
        raise Unfit("columns", 1)
    names: list[str] = []
    for place, cell in enumerate(header, 1):
        name = " ".join(cell.replace("\x00", "").split())[:LOOKED_AT] or f"#{place}"
        names.append(f"{name} ({place})" if name in names else name)
    return names


def text_rows(source: Path, encoding: str, delimiter: str) -> tuple[dict[str, Any], Iterator[Row]]:
    """The rows of a text file, in its encoding, with its delimiter."""
    encoding = encoding or encoding_of(source)
    with source.open(encoding=encoding, newline="") as file:
        head = file.read(SAMPLE)
    if not head.strip("\x00\r\n\t ;,|\ufeff"):
        raise Unfit("empty")
    delimiter = delimiter or delimiter_of(head)
    form = {"kind": "csv", "encoding": encoding, "delimiter": delimiter}
    return form, _lines(source, encoding, delimiter, form)


def _lines(source: Path, encoding: str, delimiter: str, form: dict[str, Any]) -> Iterator[Row]:
    csv.field_size_limit(MOST_CELL)
    quotes = 0
    with source.open(encoding=encoding, newline="") as file:

        def counted() -> Iterator[str]:
            nonlocal quotes
            for number, line in enumerate(file):
                quotes += line.count('"')
                yield line.removeprefix("\ufeff") if number == 0 else line

        reader, last = csv.reader(counted(), delimiter=delimiter), 0
        try:
            for cells in reader:
                line, last = last + 1, reader.line_num
                if len(cells) > MOST_COLUMNS:
                    raise Unfit("columns", line)
                if any(cell.strip() for cell in cells):
                    yield line, cells
        except csv.Error as error:
            raise Unfit("cell", reader.line_num) from error
    if quotes % 2:
        form["warning"] = "quote"


def encoding_of(source: Path) -> str:
    """What the bytes are: by their mark, as UTF-8, as Chinese pairs, else by their statistics."""
    with source.open("rb") as file:
        head = file.read(SAMPLE)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if head.startswith(b"\xef\xbb\xbf") or _reads(source, "utf-8"):
        return "utf-8"
    if head[1::2].count(0) > len(head) // 6:
        return "utf-16-le"
    if head[::2].count(0) > len(head) // 6:
        return "utf-16-be"
    if _reads(source, "gb2312"):
        return "gb18030"
    from charset_normalizer import from_bytes  # noqa: PLC0415 -- slow to load, seldom needed

    best = from_bytes(head, cp_isolation=["gb18030", "big5", "shift_jis", "cp1252"]).best()
    found = best.encoding if best is not None else "cp1252"
    return found if _reads(source, found) else "latin-1"


def _reads(source: Path, encoding: str) -> bool:
    try:
        with source.open(encoding=encoding, newline="") as file:
            while file.read(SAMPLE):
                pass
    except (UnicodeError, LookupError):
        return False
    return True


def delimiter_of(head: str) -> str:
    """The one that gives the first lines the same number of columns, and the most of them."""
    best, most = ",", (0, 0)
    for delimiter in DELIMITERS:
        try:
            lines = list(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter))[:20]
        except csv.Error:
            continue
        widths = [len(line) for line in lines if line]
        if widths and widths[0] > 1:
            score = (sum(1 for width in widths if width == widths[0]), widths[0])
            best, most = (delimiter, score) if score > most else (best, most)
    return best


def sheet_rows(source: Path, wanted: str) -> tuple[dict[str, Any], Iterator[Row]]:
    """The rows of one sheet of a workbook, its formulas by the values that they last had."""
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 -- see `encoding_of`

    demand_small(source)
    try:
        book = CalamineWorkbook.from_path(str(source))
        sheets = [name for name in book.sheet_names if name]
        sheet = wanted if wanted in sheets else sheets[0]
        rows = book.get_sheet_by_name(sheet).iter_rows()
    except MemoryError:
        raise
    except Exception as error:
        raise Unfit("workbook") from error
    form = {"kind": "xlsx", "sheets": sheets[:100], "sheet": sheet}
    return form, _cells(rows)


def demand_small(source: Path) -> None:
    """Refuse a workbook that says of itself that it unpacks to far more than a table."""
    try:
        with zipfile.ZipFile(source) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Unfit("workbook") from error
    if len(entries) > MOST_ENTRIES or sum(e.file_size for e in entries) > MOST_UNPACKED:
        raise Unfit("large")
    if not any(e.filename == "xl/workbook.xml" for e in entries):
        raise Unfit("workbook")


def _cells(rows: Any) -> Iterator[Row]:
    for line, values in enumerate(rows, 1):
        cells = [shown(value) for value in values]
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > MOST_COLUMNS:
            raise Unfit("columns", line)
        if cells:
            yield line, cells


def shown(value: Any) -> str:
    """A cell as it would stand in a text file."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds").removesuffix(" 00:00:00")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return "" if value is None else str(value)[:MOST_CELL]


def confine() -> None:
    """A bomb hurts this process only."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT, OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def confined(said: str) -> None:
    """What the process does that `reading` starts."""
    confine()
    sys.stdout.write(json.dumps(main(json.loads(said))))
