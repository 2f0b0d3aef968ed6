"""Files that go with a person: their own, and copies that others made of lists."""

import asyncio
from pathlib import Path
from typing import Final
from uuid import UUID

from crm.records.beside.store import Store, settings
from crm.records.privacy.needles import Needles
from kernel.transaction import UnitOfWork

# Archives and workbooks are packed: what is in them is not looked for, they go.
PACKED: Final = b"PK"

_OWN = "SELECT a.id FROM attachment a WHERE a.tenant_id = $1 AND a.record_id = ANY($2)"
_OTHERS = "SELECT a.id FROM attachment a WHERE a.tenant_id = $1 AND NOT a.record_id = ANY($2)"


class Files:
    """The files that go; known before the rows are gone, removed after everything else."""

    def __init__(self, paths: list[Path], unread: int) -> None:
        self.paths, self.unread = paths, unread

    async def remove(self) -> int:
        """Take them away; how many there were."""
        for path in self.paths:
            await asyncio.to_thread(path.unlink, missing_ok=True)
        return len(self.paths)


async def files_of(uow: UnitOfWork, gone: list[UUID], needles: Needles) -> Files:
    """The person's own, imports and exports that hold them; others' files are only counted."""
    tenant: UUID = uow.tenant_id  # type: ignore[assignment]
    own = {row["id"].hex for row in await uow.fetch(_OWN, tenant, gone)}
    others = {row["id"].hex for row in await uow.fetch(_OTHERS, tenant, gone)}
    folder = Store(settings()).folder(tenant)
    return await asyncio.to_thread(_look, folder, own, others, needles)


def _look(folder: Path, own: set[str], others: set[str], needles: Needles) -> Files:
    found, unread = [], 0
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.stem in own:
            found.append(path)
            continue
        content = path.read_bytes()
        named = needles.pattern().search(content.decode(errors="replace")) is not None
        if path.stem in others:
            unread += named
        elif named or content.startswith(PACKED):
            found.append(path)
    return Files(found, unread)
