"""Whether this process should be sent requests: it stays, it fits the tables, they answer."""

import os
import socket
from pathlib import Path
from typing import Final

from app.schema import known_revisions, said_revision
from kernel.database import SOON, Database
from kernel.settings import Settings

_SAID: Final = "SELECT obj_description(to_regclass('public.alembic_version'), 'pg_class')"


def draining_mark(settings: Settings, server: int) -> Path:
    """The file by which a server's parent process tells all its children that they will end."""
    # Containers may share the folder, and each has a process 1.
    return settings.data_dir / f"draining-{socket.gethostname()}-{server}"


class Readiness:
    """What /ready looks at."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._mark = draining_mark(settings, os.getppid())
        self._database = database
        self._known = known_revisions()

    async def fault(self) -> str:
        """Why not, or nothing."""
        if self._mark.exists():
            return "draining"
        try:
            said = (await self._database.one(_SAID, patience=SOON))[0]
        except Exception:  # noqa: BLE001 -- whatever the reason, it is not ready
            return "the database does not answer"
        return self._misfit(*said_revision(said))

    def _misfit(self, revision: str, oldest_code: str) -> str:
        """Tables of a later version are fine unless they say otherwise, earlier ones never are."""
        if oldest_code and oldest_code not in self._known:
            return "the database is too new for this version"
        if not revision or (revision in self._known and revision != max(self._known)):
            return "the database waits for its migrations"
        return ""
