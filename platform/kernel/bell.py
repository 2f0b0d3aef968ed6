"""The workers' bell: told that there is work, they need not wait for their next look."""

import contextlib
from typing import Any, Final

import asyncpg
import msgspec

from kernel import clock

CHANNEL: Final = "ch_pgqueuer"


async def ring(connection: Any) -> None:
    """After the commit: what rings in a transaction makes all others wait for its disk.

    It is only a hint. A worker that does not hear it finds the work a second later.
    """
    said = {
        "channel": CHANNEL,
        "operation": "insert",
        "sent_at": clock.now(),
        "table": "pgqueuer",
        "type": "table_changed_event",
    }
    with contextlib.suppress(asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
        await connection.execute(f"NOTIFY {CHANNEL}, '{msgspec.json.encode(said).decode()}'")
