"""Keys for programs: made by a person who is signed in, shown once, revoked at any time."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import msgspec

from kernel import clock
from kernel.errors import Conflict, Forbidden, Invalid, NotFound
from kernel.i18n import _
from kernel.ids import uuid7
from kernel.principal import Principal
from kernel.secret import digest, new_token
from kernel.texts import one_line
from kernel.transaction import UnitOfWork
from tenants.audit.notes import note
from tenants.workspace.holding import hold

SCOPES: Final = ("read", "write", "settings")
PREFIX: Final = "gx_"
SHOWN: Final = 9
MAX_NAME: Final = 80
MOST: Final = 100

_KEYS = """
SELECT k.id, k.name, k.prefix, k.scopes, k.member_id, coalesce(nullif(m.name, ''), '') AS member,
       k.created_at, k.expires_at
FROM api_key k JOIN membership m ON m.tenant_id = $1 AND m.id = k.member_id
WHERE k.tenant_id = $1 AND k.revoked_at IS NULL
ORDER BY k.tenant_id, k.created_at DESC, k.id
"""


class Made(msgspec.Struct, frozen=True):
    """A new key; `token` is shown this once."""

    id: UUID
    token: str
    prefix: str
    expires_at: datetime | None


async def keys(uow: UnitOfWork) -> list[dict[str, Any]]:
    """The keys that work or have expired, the newest first; never the keys themselves."""
    return [dict(row) for row in await uow.fetch(_KEYS, uow.tenant_id)]


async def make(
    uow: UnitOfWork,
    principal: Principal,
    *,
    name: str,
    scopes: list[str],
    days: int | None = None,
) -> Made:
    """A key acts as its maker, within its scopes; a key makes no keys."""
    if principal.session_id is None:
        raise Forbidden
    principal.entitled.demand_feature("api")
    clean = _checked(name, scopes, days)
    await hold(uow)
    held = await uow.fetchval(
        "SELECT count(*) FROM api_key WHERE tenant_id = $1 AND revoked_at IS NULL", uow.tenant_id
    )
    if held >= MOST:
        raise Conflict(_("There are too many keys. Revoke one that is not used."))
    key_id, token, now = uuid7(), PREFIX + new_token(), clock.now()
    ends = now + timedelta(days=days) if days else None
    await uow.execute(
        "INSERT INTO api_key (tenant_id, id, name, prefix, key_hash, member_id, scopes, "
        "created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        principal.tenant_id,
        key_id,
        clean,
        token[:SHOWN],
        digest(token),
        principal.member_id,
        sorted(set(scopes)),
        now,
        ends,
    )
    after = {"name": clean, "scopes": sorted(set(scopes))}
    await note(uow, principal, "key", key_id, "created", after=after)
    return Made(key_id, token, token[:SHOWN], ends)


async def revoke(uow: UnitOfWork, principal: Principal, key_id: UUID) -> None:
    """The key is dead from its next request on."""
    row = await uow.fetchrow(
        "UPDATE api_key SET revoked_at = $3 WHERE tenant_id = $1 AND id = $2 "
        "AND revoked_at IS NULL RETURNING name",
        principal.tenant_id,
        key_id,
        clock.now(),
    )
    if row is None:
        raise NotFound
    await note(uow, principal, "key", key_id, "revoked", before={"name": row["name"]})


def _checked(name: str, scopes: list[str], days: int | None) -> str:
    clean = one_line(name)
    faults: dict[str, str] = {}
    if not clean or len(clean) > MAX_NAME:
        faults["name"] = _("A name of at most 80 characters, please.")
    if not scopes or not set(scopes) <= set(SCOPES):
        faults["scopes"] = _("Choose at least one of read, write and settings.")
    if days is not None and not 1 <= days <= 3650:  # noqa: PLR2004 -- ten years
        faults["days"] = _("Between 1 day and 10 years.")
    if faults:
        raise Invalid(fields=faults)
    return clean
