"""Invitations: a place offered to an address, by a letter."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec

from kernel import clock, events
from kernel.addresses import canonical
from kernel.batch import WriteBatch
from kernel.errors import Forbidden, Invalid, NotFound, TooMany
from kernel.i18n import _
from kernel.ids import uuid7
from kernel.principal import Principal
from kernel.secret import digest, new_token
from kernel.transaction import UnitOfWork
from tenants.access.granting import demand_role
from tenants.audit.notes import note
from tenants.mail import letters
from tenants.members.seating import seating
from tenants.workspace.holding import hold

LIFETIME = timedelta(days=7)
PER_HOUR = 200


class Invited(msgspec.Struct, frozen=True):
    """An open invitation; `token` is shown this once."""

    id: UUID
    email: str
    role: str
    token: str
    expires_at: Any


async def invite(
    uow: UnitOfWork, principal: Principal, *, email: str, role: str, team_id: UUID | None = None
) -> Invited:
    """Offer a place; a second offer to the same address replaces the first."""
    address = canonical(email)
    await demand_role(uow, principal, role)
    await demand_team(uow, principal.tenant_id, team_id)
    await _demand_patience(uow, principal)
    # The token names its workspace, so that no table is searched outside of one.
    token = f"{principal.tenant_id.hex}.{new_token()}"
    invitation_id, now = uuid7(), clock.now()
    batch = WriteBatch()
    batch.add(
        """
        INSERT INTO invitation (tenant_id, id, email, role, team_id, token_hash, invited_by,
                                created_at, expires_at)
        VALUES (:tenant_id, :id, :email, :role, :team_id, :token_hash, :invited_by, :now, :ends)
        RETURNING id
        """,
        tenant_id=principal.tenant_id,
        id=invitation_id,
        email=address,
        role=role,
        team_id=team_id,
        token_hash=digest(token),
        invited_by=principal.member_id,
        now=now,
        ends=now + LIFETIME,
    )
    events.append(
        batch,
        principal,
        record_type="invitation",
        record_id=invitation_id,
        action="created",
        after={"email": address, "role": role},
    )
    async with seating(uow, principal.entitled):
        await _take_back(uow, principal, address)
        await batch.run(uow)
    letter = letters.invitation(principal.name, principal.workspace, f"/invitations/{token}")
    await letters.post(uow, address, principal.language, letter)
    return Invited(invitation_id, address, role, token, now + LIFETIME)


async def _take_back(uow: UnitOfWork, principal: Principal, address: str) -> None:
    await uow.execute(
        "UPDATE invitation SET revoked_at = $3 WHERE tenant_id = $1 AND email = $2 "
        "AND accepted_at IS NULL AND revoked_at IS NULL",
        principal.tenant_id,
        address,
        clock.now(),
    )


async def demand_team(uow: UnitOfWork, tenant_id: UUID, team_id: UUID | None) -> None:
    """Raise `Invalid` for a team that the workspace does not have."""
    if team_id is not None and not await uow.fetchval(
        "SELECT true FROM team WHERE tenant_id = $1 AND id = $2", tenant_id, team_id
    ):
        raise Invalid(fields={"team_id": _("There is no such team.")})


async def _demand_patience(uow: UnitOfWork, principal: Principal) -> None:
    """A workspace is no machine for sending letters to strangers, one at a time or at once."""
    await hold(uow)
    lately = await uow.fetchval(
        "SELECT count(*) FROM invitation WHERE tenant_id = $1 AND created_at > $2",
        principal.tenant_id,
        clock.now() - timedelta(hours=1),
    )
    if lately >= PER_HOUR:
        raise TooMany(3600)


async def invitations(uow: UnitOfWork) -> list[dict[str, Any]]:
    """Those that wait, the newest first."""
    rows = await uow.fetch(
        "SELECT i.id, i.email, i.role, i.team_id, i.created_at, i.expires_at FROM invitation i "
        "WHERE i.tenant_id = $1 AND i.accepted_at IS NULL AND i.revoked_at IS NULL "
        "AND i.expires_at > $2 ORDER BY i.tenant_id DESC, i.id DESC",
        uow.tenant_id,
        clock.now(),
    )
    return [dict(row) for row in rows]


async def revoke(uow: UnitOfWork, principal: Principal, invitation_id: UUID) -> None:
    """Take an offer back; its link is dead."""
    row = await uow.fetchrow(
        "UPDATE invitation SET revoked_at = $3 WHERE tenant_id = $1 AND id = $2 "
        "AND accepted_at IS NULL AND revoked_at IS NULL RETURNING email, role",
        principal.tenant_id,
        invitation_id,
        clock.now(),
    )
    if row is None:
        raise NotFound
    if row["role"] == "owner" and principal.role != "owner":
        raise Forbidden
    await note(
        uow, principal, "invitation", invitation_id, "revoked", before={"email": row["email"]}
    )


async def resend(uow: UnitOfWork, principal: Principal, invitation_id: UUID) -> Invited:
    """A new link by a new letter; the old link dies."""
    offer = next((o for o in await invitations(uow) if o["id"] == invitation_id), None)
    if offer is None:
        raise NotFound
    return await invite(
        uow, principal, email=offer["email"], role=offer["role"], team_id=offer["team_id"]
    )
