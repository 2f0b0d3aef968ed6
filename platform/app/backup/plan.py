"""What a backup holds: every table by the models, the jobs that wait, and the files."""

import hashlib
import hmac
from typing import Any, Final

import msgspec

from app.registry import load_models
from kernel.model import Base
from kernel.settings import Settings

FORMAT: Final = 1
QUEUE: Final = "queue.pgqueuer"
# Counts of the last minutes: they mean nothing on another day.
_LEFT_OUT: Final = frozenset({"rate_limit"})
# A job that was being done is to be done again; its number belongs to the old queue.
_QUEUE_COLUMNS: Final = {
    "priority": "priority",
    "created": "created",
    "updated": "updated",
    "heartbeat": "heartbeat",
    "execute_after": "execute_after",
    "status": "CASE status WHEN 'picked' THEN 'queued' ELSE status END",
    "entrypoint": "entrypoint",
    "dedupe_key": "dedupe_key",
    "payload": "payload",
    "headers": "headers",
    "attempts": "attempts",
}


class CannotRestore(Exception):
    """The backup and the database do not fit; the message says why and what to do."""


class Part(msgspec.Struct, frozen=True):
    """A table, in an order in which each refers to earlier ones only."""

    table: str
    columns: tuple[str, ...]
    query: str

    @property
    def schema(self) -> str:
        return self.table.rpartition(".")[0] or "public"

    @property
    def name(self) -> str:
        return self.table.rpartition(".")[2]


class Member(msgspec.Struct, frozen=True):
    """What lies in the archive under a name; `rows` of a table."""

    name: str
    sha256: str
    size: int
    rows: int | None = None
    columns: tuple[str, ...] = ()


class Manifest(msgspec.Struct, frozen=True):
    """`keys` are marks of the deployment's keys: what is sealed opens with those only."""

    format: int
    revision: str
    made_at: str
    keys: tuple[str, ...]
    members: tuple[Member, ...]

    @property
    def rows(self) -> int:
        return sum(member.rows or 0 for member in self.members)

    @property
    def files(self) -> int:
        return sum(member.name.startswith("files/") for member in self.members)


def parts() -> list[Part]:
    """Every table of the models, and the queue."""
    load_models()
    found = []
    for table in (t for t in Base.metadata.sorted_tables if t.name not in _LEFT_OUT):
        columns = tuple(column.name for column in table.c)
        listed = ", ".join(f'"{name}"' for name in columns)
        found.append(Part(table.name, columns, f"SELECT {listed} FROM {table.name}"))
    shown = ", ".join(f"{value} AS {name}" for name, value in _QUEUE_COLUMNS.items())
    waiting = f"SELECT {shown} FROM {QUEUE} WHERE status IN ('queued', 'picked', 'failed')"
    return [*found, Part(QUEUE, tuple(_QUEUE_COLUMNS), waiting)]


def key_marks(settings: Settings) -> tuple[str, ...]:
    """What tells keys apart without telling them."""
    return tuple(
        hmac.digest(key, b"guanxi backup mark", hashlib.sha256)[:8].hex()
        for key in settings.encryption_keys()
    )


async def revision(connection: Any) -> str:
    """The revision of the tables."""
    return str(await connection.fetchval("SELECT version_num FROM alembic_version"))


async def demand_fitting(connection: Any, manifest: Manifest) -> None:
    """Refuse tables of another revision than the backup's."""
    here = await revision(connection)
    if manifest.revision != here:
        raise CannotRestore(
            f"The backup holds revision {manifest.revision} of the tables, and the database has"
            f" revision {here}. Install the version of Guanxi that made the backup, restore"
            " with it, and then run `guanxi migrate` with the newer one."
        )
