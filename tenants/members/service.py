"""Members: invited, accepted, given a role, and seen off."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec

from kernel import clock, events
from kernel.addresses import canonical
from kernel.batch import WriteBatch
from kernel.errors import Forbidden, Invalid
from kernel.i18n import _
from kernel.ids import uuid7
from kernel.principal import Principal
from kernel.secret import digest, new_token
from kernel.transaction import UnitOfWork
from tenants.access.roles import ROLES
from tenants.members.model import InvitationSpent
from tenants.people import passwords
from tenants.people.sessions import open_session
from tenants.people.signup import WrongCredentials

LIFETIME = timedelta(days=7)


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
    if role not in ROLES:
        raise Invalid(fields={"role": _("There is no such role.")})
    if role == "owner" and principal.role != "owner":
        raise Forbidden
    await _demand_team(uow, principal, team_id)
    await uow.execute(
        "UPDATE invitation SET revoked_at = $3 WHERE tenant_id = $1 AND email = $2 "
        "AND accepted_at IS NULL AND revoked_at IS NULL",
        principal.tenant_id,
        address,
        clock.now(),
    )
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
        batch, principal, record_type="invitation", record_id=invitation_id, action="created",
        after={"email": address, "role": role},
    )
    await batch.run(uow)
    return Invited(invitation_id, address, role, token, now + LIFETIME)


async def _demand_team(uow: UnitOfWork, principal: Principal, team_id: UUID | None) -> None:
    if team_id is not None and not await uow.fetchval(
        "SELECT true FROM team WHERE tenant_id = $1 AND id = $2", principal.tenant_id, team_id
    ):
        raise Invalid(fields={"team_id": _("There is no such team.")})


async def accept(
    uow: UnitOfWork, token: str, *, name: str, password: str, device: str
) -> tuple[str, UUID]:
    """Join by an invitation: a session's token, and the workspace.

    For an address that has an account the password must be that account's; it never sets one.
    """
    await uow.begin_outside()
    await uow.enter(tenant_of(token))
    offer = await uow.fetchrow(
        "SELECT id, email, role, team_id FROM invitation WHERE tenant_id = $1 "
        "AND token_hash = $2 AND accepted_at IS NULL AND revoked_at IS NULL "
        "AND expires_at > $3 FOR UPDATE",
        uow.tenant_id,
        digest(token),
        clock.now(),
    )
    if offer is None:
        raise InvitationSpent
    person_id = await _person(uow, offer["email"], name, password)
    await _join(uow, offer, person_id, name)
    return await open_session(uow, person_id, device=device), uow.tenant_id  # type: ignore[return-value]


def tenant_of(token: str) -> UUID:
    """The workspace that a token names; `InvitationSpent` for what is no token."""
    try:
        return UUID(hex=token.partition(".")[0])
    except ValueError as error:
        raise InvitationSpent from error


async def _person(uow: UnitOfWork, email: str, name: str, password: str) -> UUID:
    known = await uow.fetchrow(
        "SELECT id, password_hash, closed_at FROM person WHERE email = $1", email
    )
    if known is not None:
        if known["closed_at"] or not await passwords.matches(password, known["password_hash"]):
            raise WrongCredentials
        found: UUID = known["id"]
        return found
    passwords.demand_sound(password)
    person_id = uuid7()
    await uow.execute(
        """
        INSERT INTO person (id, email, name, password_hash, language, time_zone, created_at)
        SELECT $1, $2, $3, $4, w.language, w.time_zone, $5 FROM workspace w WHERE w.id = $6
        ON CONFLICT DO NOTHING
        """,
        person_id,
        email,
        shown_name(name, email),
        await passwords.hashed(password),
        clock.now(),
        uow.tenant_id,
    )
    return person_id


async def _join(uow: UnitOfWork, offer: Any, person_id: UUID, name: str) -> None:
    row = await uow.fetchrow(
        """
        INSERT INTO membership (tenant_id, id, person_id, role, team_id, team_ids, name,
                                created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (tenant_id, person_id) DO UPDATE SET status = 'active',
            role = excluded.role, team_id = excluded.team_id, team_ids = excluded.team_ids
            WHERE membership.status = 'left'
        RETURNING id
        """,
        uow.tenant_id,
        uuid7(),
        person_id,
        offer["role"],
        offer["team_id"],
        [offer["team_id"]] if offer["team_id"] else [],
        shown_name(name, offer["email"]),
        clock.now(),
    )
    if row is None:
        raise InvitationSpent
    await uow.execute(
        "UPDATE invitation SET accepted_at = $3 WHERE tenant_id = $1 AND id = $2",
        uow.tenant_id,
        offer["id"],
        clock.now(),
    )


def shown_name(name: str, email: str) -> str:
    """What others see: the name as given, without control characters, or the address's."""
    clean = " ".join("".join(c for c in name if c.isprintable()).split())[:100]
    return clean or email.partition("@")[0]
