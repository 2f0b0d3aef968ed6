"""A file is read by a process that may fail; its rows lie staged until the import is over."""

import asyncio
import sys
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

from crm.records.beside.store import Store
from crm.records.importing import parsing
from kernel.i18n import _

PATIENCE = 600
# What may be said of how a file is to be read.
FORMAT = ("encoding", "delimiter", "sheet")
_SCRIPT = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from crm.records.importing.parsing import confined; confined(sys.argv[2])"
)


def source_of(store: Store, tenant_id: UUID, import_id: UUID) -> Path:
    """Where the file lies as it was sent."""
    return store.path(tenant_id, import_id)


def staged_of(store: Store, tenant_id: UUID, import_id: UUID) -> Path:
    """Where its rows lie."""
    return store.path(tenant_id, import_id).with_suffix(".rows")


async def read(source: Path, staged: Path, wanted: dict[str, Any]) -> dict[str, Any]:
    """What the file holds, or `error` with the word for why it cannot be read."""
    said = msgspec.json.encode({"source": str(source), "target": str(staged), **wanted}).decode()
    root = str(Path(parsing.__file__).parents[3])
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-c", _SCRIPT, root, said),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        out, _err = await asyncio.wait_for(process.communicate(), PATIENCE)
    except BaseException:
        if process.returncode is None:
            process.kill()
            await process.wait()
        raise
    if process.returncode != 0 or not out:
        return {"error": "large", "line": 0}
    found: dict[str, Any] = msgspec.json.decode(out)
    return found


def rows_from(staged: Path, place: int, most: int) -> tuple[list[tuple[int, list[str]]], int]:
    """Up to `most` rows from that byte on, and the byte after them."""
    with staged.open("rb") as file:
        file.seek(place)
        lines = list(islice(file, most))
    rows = [msgspec.json.decode(line, type=tuple[int, list[str]]) for line in lines]
    return rows, place + sum(len(line) for line in lines)


def sentence(word: str, line: int) -> str:
    """Why a file cannot be read, and what to do."""
    match word:
        case "empty":
            return _("There is nothing in this file. Its first line must name the columns.")
        case "no_rows":
            return _("There are no lines below the names of the columns.")
        case "encoding":
            return _("The text cannot be read in this encoding. Choose another one.")
        case "columns":
            return _("Line %(line)s has more than %(most)s columns.") % {
                "line": line,
                "most": parsing.MOST_COLUMNS,
            }
        case "cell":
            return _(
                "Near line %(line)s a cell is too long. Perhaps a quotation mark is not closed."
            ) % {"line": line}
        case "workbook":
            return _("This is not an Excel workbook (.xlsx) that can be read.")
        case _:
            return _("This file unpacks to more than can be read. Split it, or save it as CSV.")
