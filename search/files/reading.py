"""Having a file read: by a child that may fail, and cannot take us with it."""

import asyncio
import contextlib
import sys
from pathlib import Path, PurePath
from typing import Final

from search.files.readers import MOST_CHARS, READERS

SECONDS: Final = 30.0
# A character has four bytes at most.
_MOST_BYTES: Final = MOST_CHARS * 4


def kind_of(name: str) -> str:
    """By the ending of a file's name; "" for what is not read."""
    ending = PurePath(name).suffix.lower()
    return ending if ending in READERS else ""


async def read_text(path: Path, kind: str) -> str:
    """The text of a file; "" for one that cannot be read within the limits."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-m", "search.files.extract", str(path), kind),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={"LANG": "C.UTF-8"},
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(SECONDS):
            text = await _told(child)
    except TimeoutError:
        return ""
    finally:
        with contextlib.suppress(ProcessLookupError):
            child.kill()
        await child.wait()
    return text.replace("\0", " ")


async def _told(child: asyncio.subprocess.Process) -> str:
    if child.stdout is None:
        return ""
    told = bytearray()
    while piece := await child.stdout.read(65_536):
        told += piece
        if len(told) > _MOST_BYTES:
            return ""
    return told.decode(errors="replace") if await child.wait() == 0 else ""
