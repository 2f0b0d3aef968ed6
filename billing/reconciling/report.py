"""What a comparison found, kept small however much that is."""

from datetime import datetime
from typing import Any, Final

import msgspec
import structlog

from kernel import clock
from kernel.ids import uuid7
from kernel.transaction import UnitOfWork

log = structlog.get_logger()
_NAMED: Final = 100
_KEEP: Final = """
INSERT INTO billing_drift (id, compared, mended, unknown, doubled, failed, findings, started_at,
                           ended_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""


class Report(msgspec.Struct, kw_only=True):
    """Counts, and the first hundred of what was found by name."""

    started_at: datetime
    compared: int = 0
    mended: int = 0
    unknown: int = 0
    doubled: int = 0
    failed: int = 0
    findings: list[dict[str, Any]] = []

    def found(self, kind: str, **said: Any) -> None:
        """Count one of a kind, and name it."""
        setattr(self, kind, getattr(self, kind) + 1)
        log.warning("billing_drift", finding=kind, **said)
        if len(self.findings) < _NAMED:
            self.findings.append({"kind": kind, **said})

    @property
    def clean(self) -> bool:
        """Whether nothing differed."""
        return not (self.mended or self.unknown or self.doubled or self.failed)

    async def keep(self, uow: UnitOfWork) -> None:
        """For the operator to read."""
        counts = (self.compared, self.mended, self.unknown, self.doubled, self.failed)
        await uow.execute(_KEEP, uuid7(), *counts, self.findings, self.started_at, clock.now())
        log.info("billing_compared", compared=self.compared, clean=self.clean)
