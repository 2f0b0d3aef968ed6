"""Joining by an invitation: the link, the person, the membership."""

from typing import Any
from uuid import UUID

from kernel import clock, limits
from kernel.database import Database
from kernel.i18n import _, current_language
from kernel.ids import uuid7
from kernel.principal import Principal
from kernel.secret import digest
from kernel.texts import is_disguised, one_line
from kernel.transaction import UnitOfWork
from tenants.access.client import Visitor
from tenants.audit.notes import note
from tenants.members.model import InvitationSpent
from tenants.notifications.service import notify
from tenants.people import passwords, verification
from tenants.people.sessions import open_session
from tenants.people.signin import WrongCredentials, demand_code
from tenants.teams.tree import below

TRIES = 10

_OFFER = """
SELECT i.id, i.email, i.role, i.team_id, i.invited_by, w.name AS workspace, w.slug, i.tenant_id
FROM invitation i JOIN workspace w ON w.id = i.tenant_id AND w.status = 'active'
WHERE i.tenant_id = $1 AND i.token_hash = $2 AND i.accepted_at IS NULL
  AND i.revoked_at IS NULL AND i.expires_at > $3
FOR UPDATE OF i
"""


async def count_acceptance(database: Database, token: str, visitor: Visitor) -> None:
    """An invitation's link is no place to try passwords at."""
    client = f"accept:client:{visitor.address}"
    await limits.hit(database, client, limit=TRIES * 5 * visitor.patience, seconds=900)
    await limits.hit(database, f"accept:{digest(token).hex()}", limit=TRIES, seconds=900)


async def offered(uow: UnitOfWork, token: str) -> Any:
    """What an invitation's link offers; raises `InvitationSpent` where it is none."""
    await uow.begin_outside()
    await uow.enter(tenant_of(token))
    offer = await uow.fetchrow(
        _OFFER.replace("FOR UPDATE OF i", ""), uow.tenant_id, digest(token), clock.now()
    )
    if offer is None:
        raise InvitationSpent
    return offer


async def accept(
    uow: UnitOfWork,
    token: str,
    *,
    name: str,
    password: str,
    device: str,
    terms_version: str,
    code: str = "",
) -> tuple[str, UUID]:
    """Join by an invitation: a session's token, and the workspace.

    For an address that has an account the password must be that account's; it never sets one.
    """
    await uow.begin_outside()
    await uow.enter(tenant_of(token))
    offer = await uow.fetchrow(_OFFER, uow.tenant_id, digest(token), clock.now())
    if offer is None:
        raise InvitationSpent
    person_id = await invited_person(uow, offer["email"], name, password, terms_version, code)
    await _join(uow, offer, person_id, name)
    return await open_session(uow, person_id, device=device), uow.tenant_id  # type: ignore[return-value]


def tenant_of(token: str) -> UUID:
    """The workspace that a token names; `InvitationSpent` for what is no token."""
    try:
        return UUID(hex=token.partition(".")[0])
    except ValueError as error:
        raise InvitationSpent from error


async def invited_person(
    uow: UnitOfWork, email: str, name: str, password: str, terms_version: str, code: str
) -> UUID:
    """The account of an address, if the password is its own; a new one where there is none."""
    known = await uow.fetchrow(
        "SELECT id, password_hash, totp_secret, totp_enabled_at FROM person "
        "WHERE email = $1 AND closed_at IS NULL",
        email,
    )
    if known is not None:
        if not await passwords.matches(password, known["password_hash"]):
            raise WrongCredentials
        await demand_code(uow, known, code)
        found: UUID = known["id"]
        return found
    passwords.demand_sound(password)
    person_id = uuid7()
    await uow.execute(
        """
        INSERT INTO person (id, email, name, password_hash, language, time_zone, created_at,
                            terms_version, terms_accepted_at)
        SELECT $1, $2, $3, $4, w.language, w.time_zone, $5, $7, $5 FROM workspace w
        WHERE w.id = $6 ON CONFLICT DO NOTHING
        """,
        person_id,
        email,
        shown_name(name, email),
        await passwords.hashed(password),
        clock.now(),
        uow.tenant_id,
        terms_version,
    )
    await verification.ask(uow, person_id, email, current_language())
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
        await below(uow, offer["team_id"]),
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
    newcomer = _newcomer(offer, row["id"], person_id, shown_name(name, offer["email"]))
    after = {"email": offer["email"], "role": offer["role"]}
    await note(uow, newcomer, "member", row["id"], "joined", after=after)
    await notify(
        uow,
        member_id=offer["invited_by"],
        kind="team",
        title=_("%(name)s joined the workspace", name=newcomer.name),
    )


def _newcomer(offer: Any, member_id: UUID, person_id: UUID, name: str) -> Principal:
    return Principal(
        tenant_id=offer["tenant_id"],
        slug=offer["slug"],
        workspace=offer["workspace"],
        member_id=member_id,
        person_id=person_id,
        name=name,
        email=offer["email"],
        role=offer["role"],
        scope="own",
        permissions=frozenset(),
    )


def shown_name(name: str, email: str) -> str:
    """What others see: the name as given, if it is what it shows, or the address's."""
    clean = one_line(name)[:100]
    return email.partition("@")[0] if is_disguised(clean) or not clean else clean
