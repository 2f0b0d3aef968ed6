"""The feed's address: made, replaced, taken back, and opened by whoever has it."""

import base64
import binascii
from datetime import datetime
from typing import Final
from uuid import UUID

from kernel import clock
from kernel.errors import Forbidden, NotFound
from kernel.principal import Principal
from kernel.secret import digest, new_token
from kernel.transaction import UnitOfWork
from tenants.access import acting
from tenants.audit.notes import note

SUFFIX: Final = ".ics"
_NAMES_WORKSPACE: Final = 22

_PUT = """
INSERT INTO calendar_feed (tenant_id, member_id, token_hash, created_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (tenant_id, member_id) DO UPDATE SET
    token_hash = excluded.token_hash, created_at = excluded.created_at
"""
_TAKE = "DELETE FROM calendar_feed WHERE tenant_id = $1 AND member_id = $2"
_SINCE = "SELECT f.created_at FROM calendar_feed f WHERE f.tenant_id = $1 AND f.member_id = $2"
_OPENS = "SELECT f.member_id FROM calendar_feed f WHERE f.tenant_id = $1 AND f.token_hash = $2"


async def since(uow: UnitOfWork, principal: Principal) -> datetime | None:
    """When the member's address was made; None where there is none."""
    found: datetime | None = await uow.fetchval(_SINCE, principal.tenant_id, principal.member_id)
    return found


async def make(uow: UnitOfWork, principal: Principal) -> str:
    """A new address, which is shown this once; an older one is dead."""
    if principal.session_id is None:
        raise Forbidden
    token = _workspace_part(principal.tenant_id) + new_token()
    me, now = principal.member_id, clock.now()
    await uow.execute(_PUT, principal.tenant_id, me, digest(token), now)
    await note(uow, principal, "calendar_feed", me, "created")
    return f"/calendar/{token}{SUFFIX}"


async def revoke(uow: UnitOfWork, principal: Principal) -> None:
    """The address is dead from its next request on; again is harmless."""
    if await uow.execute(_TAKE, principal.tenant_id, principal.member_id):
        await note(uow, principal, "calendar_feed", principal.member_id, "revoked")


async def opened(uow: UnitOfWork, name: str) -> Principal:
    """Whose calendar it is; the same `NotFound` for every address that is not alive.

    The token names its workspace, and is looked for nowhere else.
    """
    token = name.removesuffix(SUFFIX)
    tenant_id = _workspace_of(token) if name.endswith(SUFFIX) else None
    if tenant_id is None:
        raise NotFound
    await uow.begin(tenant_id)
    member_id = await uow.fetchval(_OPENS, tenant_id, digest(token))
    principal = await acting.member(uow, tenant_id, member_id, via="api") if member_id else None
    if principal is None or not principal.may("appointment:see"):
        raise NotFound
    return principal


def _workspace_part(tenant_id: UUID) -> str:
    return base64.urlsafe_b64encode(tenant_id.bytes).decode().rstrip("=")


def _workspace_of(token: str) -> UUID | None:
    if not token.isascii() or len(token) > 100:  # noqa: PLR2004 -- longer than any of ours
        return None
    try:
        return UUID(bytes=base64.urlsafe_b64decode(f"{token[:_NAMES_WORKSPACE]}=="))
    except (binascii.Error, ValueError):
        return None
