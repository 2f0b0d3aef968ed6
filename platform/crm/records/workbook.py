"""Lists as Excel workbooks: written row by row, and only then sent."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from typing import Final

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_TEXT: Final = 32_767
PIECE: Final = 65_536


async def workbook(title: str, tables: AsyncIterator[list[list[str]]]) -> AsyncIterator[bytes]:
    """The workbook's bytes; memory does not grow with the rows."""
    # 25 MB that few processes ever need.
    from openpyxl import Workbook  # noqa: PLC0415
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE as ILLEGAL  # noqa: PLC0415

    book = Workbook(write_only=True)
    sheet = book.create_sheet("".join(c for c in title if c not in "[]:*?/\\")[:31] or "1")
    async for lines in tables:
        for line in lines:
            sheet.append([str(ILLEGAL.sub("", cell))[:MOST_TEXT] for cell in line])
    with tempfile.TemporaryFile() as file:
        await asyncio.to_thread(book.save, file)
        file.seek(0)
        while piece := await asyncio.to_thread(file.read, PIECE):
            yield piece
