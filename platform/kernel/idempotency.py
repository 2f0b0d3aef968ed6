"""A request sent twice is done once: the answer is kept beside the work, in one transaction."""

import hashlib
from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from kernel import clock
from kernel.errors import Conflict, Refused
from kernel.i18n import _
from kernel.model import OfWorkspace
from kernel.transaction import UnitOfWork

MAX_KEY = 200


class IdempotencyKey(OfWorkspace):
    """Claimed by the first request; a concurrent twin waits for its commit."""

    __tablename__ = "idempotency_key"

    actor_id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    request_hash: Mapped[bytes] = mapped_column(LargeBinary)
    status: Mapped[int | None]
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]

    __table_args__ = (Index("ix_idempotency_key_age", "tenant_id", "created_at"),)


class KeyReused(Refused):
    """The same key came with another request."""

    code = "idempotency_key_reused"

    def default(self) -> str:
        return _("This Idempotency-Key was used for another request. Use a new one.")


class Replay(Exception):
    """The request was done before; this was its answer."""

    def __init__(self, status: int, body: bytes) -> None:
        super().__init__()
        self.status = status
        self.body = body


_CLAIM = """
INSERT INTO idempotency_key (tenant_id, actor_id, key, request_hash, created_at)
VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING true
"""
_KEPT = """
SELECT request_hash, status, body FROM idempotency_key
WHERE tenant_id = $1 AND actor_id = $2 AND key = $3
"""
_STORE = """
UPDATE idempotency_key SET status = $4, body = $5
WHERE tenant_id = $1 AND actor_id = $2 AND key = $3
"""


class Claim:
    """This request's hold on its key."""

    def __init__(self, actor_id: UUID, key: str, request: bytes) -> None:
        if not 0 < len(key) <= MAX_KEY or not key.isprintable():
            raise Refused(_("The Idempotency-Key must have 1 to 200 printable characters."))
        self.actor_id = actor_id
        self.key = key
        self.hash = hashlib.sha256(request).digest()

    async def take(self, uow: UnitOfWork) -> None:
        """Claim the key; raises `Replay` when it was done, `KeyReused` for another request."""
        tenant = uow.tenant_id
        if await uow.fetchval(_CLAIM, tenant, self.actor_id, self.key, self.hash, clock.now()):
            return
        row = await uow.fetchrow(_KEPT, tenant, self.actor_id, self.key)
        if row is None or row["status"] is None:
            raise Conflict
        if row["request_hash"] != self.hash:
            raise KeyReused
        raise Replay(row["status"], row["body"])

    async def store(self, uow: UnitOfWork, status: int, body: bytes) -> None:
        """Keep the answer; part of the request's transaction."""
        await uow.execute(_STORE, uow.tenant_id, self.actor_id, self.key, status, body)
