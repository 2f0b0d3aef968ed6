"""The first minute: a person, a workspace, its owner, and a session."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import msgspec

from kernel import clock, events, limits
from kernel.addresses import canonical, canonical_or_none
from kernel.batch import WriteBatch
from kernel.database import Database
from kernel.errors import Conflict, Invalid
from kernel.i18n import _, known_language
from kernel.ids import uuid7
from kernel.principal import Principal
from kernel.texts import one_line
from kernel.transaction import UnitOfWork
from tenants.access.client import Visitor
from tenants.access.roles import ROLES
from tenants.people import passwords, verification
from tenants.people.account import known_zone, undisguised
from tenants.people.sessions import open_session
from tenants.people.signin import WrongCredentials, count_try, demand_code, forget_tries
from tenants.workspace.slug import slug_of, with_suffix

MAX_COMPANY = 100
PER_HOUR = 20
CURRENCIES = {"zh_CN": "CNY", "en": "USD"}


Opened = Callable[[UnitOfWork, Principal], Awaitable[None]]
_OPENED: list[Opened] = []


def on_opening(hook: Opened) -> Opened:
    """Decorator: called with a new workspace's owner, in the same transaction."""
    _OPENED.append(hook)
    return hook


class SignedUp(msgspec.Struct, frozen=True):
    """What sign-up leaves behind."""

    token: str
    person_id: UUID
    email: str
    workspace_id: UUID
    slug: str
    name: str
    is_new: bool


async def count_sign_up(database: Database, email: str, visitor: Visitor) -> tuple[str, ...]:
    """Nobody opens workspaces by the dozen, or tries passwords by way of signing up."""
    limit = PER_HOUR * visitor.patience
    await limits.hit(database, f"signup:{visitor.address}", limit=limit, seconds=3600)
    return await count_try(database, canonical_or_none(email) or "", visitor)


async def sign_up(  # noqa: PLR0913 -- sign-up asks this much
    uow: UnitOfWork,
    *,
    email: str,
    password: str,
    company: str,
    language: str,
    time_zone: str,
    device: str,
    terms_version: str,
    code: str = "",
    tries: tuple[str, ...] = (),
) -> SignedUp:
    """A workspace for a new person; a known address needs its password and gets another one."""
    address, name = canonical(email), company_name(company)
    language, time_zone = known_language(language), known_zone(time_zone)
    await uow.begin_outside()
    known = await uow.fetchrow(
        "SELECT id, password_hash, totp_secret, totp_enabled_at FROM person "
        "WHERE email = $1 AND closed_at IS NULL",
        address,
    )
    if known is None:
        passwords.demand_sound(password)
        hashed = await passwords.hashed(password)
        person_id = await _new_person(uow, address, hashed, language, time_zone, terms_version)
    else:
        if not await passwords.matches(password, known["password_hash"]):
            raise WrongCredentials
        await demand_code(uow, known, code)
        person_id = known["id"]
    await forget_tries(uow, tries)
    workspace_id, slug = await open_workspace(uow, name, language, time_zone)
    await _become_owner(uow, person_id, workspace_id, slug, name, address.partition("@")[0])
    token = await open_session(uow, person_id, device=device)
    if known is None:
        await verification.ask(uow, person_id, address, language)
    return SignedUp(token, person_id, address, workspace_id, slug, name, known is None)


def company_name(text: str) -> str:
    """The firm's name, or `Invalid`."""
    name = one_line(text)
    if not name or len(name) > MAX_COMPANY:
        raise Invalid(fields={"company": _("The name of your company, please.")})
    return undisguised(name, "company")


async def _new_person(
    uow: UnitOfWork,
    email: str,
    password_hash: str,
    language: str,
    time_zone: str,
    terms_version: str,
) -> UUID:
    person_id, now = uuid7(), clock.now()
    made = await uow.fetchval(
        """
        INSERT INTO person (id, email, name, password_hash, language, time_zone, terms_version,
                            terms_accepted_at, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8) ON CONFLICT (email) DO NOTHING RETURNING id
        """,
        person_id,
        email,
        email.partition("@")[0],
        password_hash,
        known_language(language),
        time_zone,
        terms_version,
        now,
    )
    if made is None:
        raise Conflict
    return person_id


async def open_workspace(
    uow: UnitOfWork, name: str, language: str, time_zone: str
) -> tuple[UUID, str]:
    """An empty workspace under a free slug."""
    workspace_id, base = uuid7(), slug_of(name)
    for slug in (base, *(with_suffix(base) for _try in range(8))):
        made = await uow.fetchval(
            """
            INSERT INTO workspace (id, slug, name, language, time_zone, currency, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (slug) DO NOTHING RETURNING slug
            """,
            workspace_id,
            slug,
            name,
            known_language(language),
            time_zone,
            CURRENCIES[known_language(language)],
            clock.now(),
        )
        if made is not None:
            return workspace_id, slug
    raise Conflict


async def _become_owner(
    uow: UnitOfWork, person_id: UUID, workspace_id: UUID, slug: str, name: str, person: str
) -> None:
    await uow.enter(workspace_id)
    member_id = uuid7()
    batch = WriteBatch()
    batch.add(
        """
        INSERT INTO membership (tenant_id, id, person_id, role, created_at)
        VALUES (:tenant_id, :id, :person_id, 'owner', :now) RETURNING id
        """,
        tenant_id=workspace_id,
        id=member_id,
        person_id=person_id,
        now=clock.now(),
    )
    owner = Principal(
        tenant_id=workspace_id,
        slug=slug,
        workspace=name,
        member_id=member_id,
        person_id=person_id,
        name=person,
        email="",
        role="owner",
        scope=ROLES["owner"].scope,
        permissions=ROLES["owner"].permissions,
    )
    events.append(
        batch,
        owner,
        record_type="workspace",
        record_id=workspace_id,
        action="created",
        after={"name": name, "slug": slug},
    )
    await batch.run(uow)
    for hook in _OPENED:
        await hook(uow, owner)
