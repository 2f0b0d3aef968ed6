"""The process that reads one file of a stranger: little memory, little time, nothing to write."""

import os
import resource
import sys
from pathlib import Path
from typing import Final

MEMORY: Final = 1024 * 1024 * 1024
CPU_SECONDS: Final = 20
OPEN_FILES: Final = 64
UNREADABLE: Final = 3


def confine() -> None:
    """Set the limits on ourselves, before the file is opened; they cannot be raised again."""
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    os.nice(10)


def main() -> None:
    from search.files.readers import text_of  # noqa: PLC0415 -- within the limits

    path, kind = sys.argv[1:]
    try:
        text = text_of(Path(path), kind)
    except Exception:  # noqa: BLE001 -- whatever a reader stumbles over, the file is unreadable
        sys.exit(UNREADABLE)
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))


if __name__ == "__main__":
    confine()
    main()
