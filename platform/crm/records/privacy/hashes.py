"""Addresses of erased people: known again by a salted hash, never readable."""

import hashlib
import hmac
from collections.abc import Iterable
from uuid import UUID

from kernel.secret import box
from kernel.transaction import UnitOfWork

_KEEP = """
INSERT INTO erased_address (tenant_id, digest, erasure_id)
SELECT $1, d.digest, $3 FROM unnest($2::bytea[]) AS d(digest) ON CONFLICT DO NOTHING
"""
_KNOWN = "SELECT a.digest FROM erased_address a WHERE a.tenant_id = $1 AND a.digest = ANY($2)"


def hashed(tenant_id: UUID, kind: str, value: str) -> bytes:
    """One address, normalised, of one workspace."""
    said = f"{tenant_id}\0{kind}\0{value}".encode()
    return hmac.digest(box().salt, said, hashlib.sha256)


async def remember(uow: UnitOfWork, erasure_id: UUID, addresses: Iterable[tuple[str, str]]) -> None:
    """Keep the hashes of an erased person's addresses."""
    tenant: UUID = uow.tenant_id  # type: ignore[assignment]
    digests = [hashed(tenant, kind, value) for kind, value in addresses]
    await uow.execute(_KEEP, tenant, digests, erasure_id)


async def erased(uow: UnitOfWork, addresses: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Those of these addresses whose owner was erased."""
    tenant: UUID = uow.tenant_id  # type: ignore[assignment]
    said = {hashed(tenant, kind, value): (kind, value) for kind, value in addresses}
    rows = await uow.fetch(_KNOWN, tenant, list(said)) if said else []
    return {said[row["digest"]] for row in rows}
