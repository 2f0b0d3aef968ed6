"""Leads of a made-up firm that are nobody's and wait for somebody who takes them."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from app.seed.ids import id_at
from app.seed.rows import Member
from app.seed.shelf import Shelf
from app.seed.world import Workspace

DAY: Final = timedelta(days=1)
_NAME: Final = {"en": "Open leads", "zh": "线索公海"}
_REASONS: Final = {
    "en": ("No answer after three calls", "Wants to talk again next season"),
    "zh": ("三次电话未接通", "客户说下个季度再联系"),
}


class LeadPool:
    """Files the pool, which is everybody's, and what lies in it."""

    def __init__(self, workspace: Workspace, shelf: Shelf) -> None:
        self._workspace = workspace
        self._rows = shelf.rows
        self._rng = workspace.random("lead pool")
        self._id = id_at(self._rng, workspace.created_at)

    def open(self) -> None:
        """Empty."""
        firm = self._workspace
        name = _NAME[firm.language]
        self._rows["pool"].append((firm.id, self._id, name, "lead", firm.created_at))

    def lay(self, lead: dict[str, Any], before: Member, place: int) -> None:
        """Given up by whoever had it; every other one came back by itself."""
        at: datetime = max(lead["created_at"], self._workspace.now - (1 + place % 9) * DAY)
        cause = "release" if place % 2 else "reclaim"
        reasons = _REASONS[self._workspace.language]
        reason = reasons[place // 2 % len(reasons)] if cause == "release" else ""
        tenant, record = self._workspace.id, lead["id"]
        self._rows["ownership_span"].append((
            tenant, self._new(at), record, "lead", before.id, lead["created_at"], at, "create",
            cause, reason, before.id,
        ))  # fmt: skip
        self._rows["pool_entry"].append((
            tenant, self._new(at), self._id, record, "lead", at, cause, reason, before.id,
        ))  # fmt: skip

    def _new(self, at: datetime) -> UUID:
        return id_at(self._rng, at)
