"""Who of a partner firm is let into the portal: invited, listed, shown out at once."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from crm.customers.company.model import COMPANY
from crm.records.reading import fetch
from crm.records.scope import visible
from crm.sales.partner import ROLES
from crm.sales.portal.model import AnotherPartners
from kernel import clock
from kernel.addresses import canonical
from kernel.errors import Conflict, Invalid, NotFound
from kernel.i18n import _, lazy
from kernel.ids import uuid7
from kernel.principal import Principal
from kernel.secret import digest, new_token
from kernel.sql import Args
from kernel.transaction import UnitOfWork
from tenants.audit.notes import note
from tenants.audit.words import THINGS, Thing, plainly
from tenants.mail import letters
from tenants.members.service import LIFETIME
from tenants.people import portals
from tenants.workspace.holding import hold

MOST: Final = 50
THING: Final = "partner_user"

THINGS[THING] = Thing(lazy("Access to the partners' portal"), plainly)

_LIVE: Final = """
SELECT u.id, u.company_id, u.email, u.name, u.created_at, u.expires_at, u.accepted_at, u.person_id
FROM partner_user u WHERE u.tenant_id = $1 AND u.revoked_at IS NULL
"""
_ALL: Final = """
SELECT u.id, u.company_id, u.email, u.name, u.created_at, u.expires_at, u.accepted_at
FROM partner_user u
JOIN company c ON c.tenant_id = $1 AND c.id = u.company_id AND c.deleted_at IS NULL
WHERE u.tenant_id = $1 AND u.revoked_at IS NULL AND {scope}
ORDER BY u.tenant_id, u.company_id, u.id LIMIT 1000
"""
_END: Final = """
UPDATE partner_user u SET revoked_at = $3
WHERE u.tenant_id = $1 AND u.id = $2 AND u.revoked_at IS NULL
RETURNING u.company_id, u.email, u.person_id
"""
_INVITE: Final = """
INSERT INTO partner_user (tenant_id, id, company_id, email, token_hash, invited_by, created_at,
                          expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id
"""


class PartnerUserView(msgspec.Struct, kw_only=True):
    """Somebody of a partner; `accepted_at` is None while the invitation waits."""

    id: UUID
    company_id: UUID
    email: str
    name: str
    created_at: datetime
    expires_at: datetime
    accepted_at: datetime | None = None


class Invited(PartnerUserView, kw_only=True):
    """`accept_path` works once, for seven days; it is shown this once and sent by mail."""

    accept_path: str


async def let_in(uow: UnitOfWork, me: Principal, company_id: UUID) -> list[PartnerUserView]:
    """Those of a company that the principal sees."""
    await fetch(uow, me, COMPANY, company_id)
    order = " AND u.company_id = $2 ORDER BY u.tenant_id, u.company_id, u.id"
    rows = await uow.fetch(_LIVE + order, uow.tenant_id, company_id)
    return [_view(row) for row in rows]


async def everybody(uow: UnitOfWork, me: Principal) -> list[PartnerUserView]:
    """Those of all companies that the principal sees."""
    args = Args(me.tenant_id)
    scope = visible(me, args, "c", of=COMPANY)
    rows = await uow.fetch(_ALL.format(scope=scope), *args.values)
    return [_view(row) for row in rows]


async def invite(uow: UnitOfWork, me: Principal, company_id: UUID, email: str) -> Invited:
    """Offer the portal to an address; a second offer replaces the first."""
    company = await fetch(uow, me, COMPANY, company_id)
    if company["role"] not in ROLES:
        raise Conflict(_("This company is no partner. Give it the part of a partner first."))
    address = canonical(email)
    await hold(uow)
    known = await uow.fetchrow(f"{_LIVE} AND u.email = $2", uow.tenant_id, address)
    if known and known["company_id"] != company_id:
        raise AnotherPartners
    if known and known["accepted_at"] is not None:
        raise Invalid(fields={"email": _("This address is let in already.")})
    if known:
        await uow.fetchrow(_END, uow.tenant_id, known["id"], clock.now())
    if len(await let_in(uow, me, company_id)) >= MOST:
        raise Conflict(_("A partner has at most %(most)s people here."), most=MOST)
    made, now = uuid7(), clock.now()
    token = f"{me.tenant_id.hex}.{new_token()}"
    said = (made, company_id, address, digest(token), me.member_id, now, now + LIFETIME)
    await uow.fetchval(_INVITE, uow.tenant_id, *said)
    after = {"email": address, "name": company["name"]}
    await note(uow, me, THING, made, "created", after=after)
    path = f"/partner-invitations/{token}"
    await letters.post(uow, address, me.language, _letter(me, company["name"], path))
    return Invited(
        id=made,
        company_id=company_id,
        email=address,
        name="",
        created_at=now,
        expires_at=now + LIFETIME,
        accept_path=path,
    )


async def show_out(uow: UnitOfWork, me: Principal, user_id: UUID) -> UUID:
    """From the next request on they see nothing; their firm's id."""
    known = await uow.fetchrow(f"{_LIVE} AND u.id = $2", uow.tenant_id, user_id)
    if known is None:
        raise NotFound
    await fetch(uow, me, COMPANY, known["company_id"])
    row = await uow.fetchrow(_END, uow.tenant_id, user_id, clock.now())
    if row is None:
        raise NotFound
    await note(uow, me, THING, user_id, "revoked", before={"email": row["email"]})
    if row["person_id"] is not None:
        await portals.forget(uow, row["person_id"])
    company_id: UUID = row["company_id"]
    return company_id


def _letter(me: Principal, company: str, path: str) -> letters.Letter:
    names = {"workspace": me.workspace, "company": company}
    return letters.Letter(
        _("%(workspace)s invites you to its partners' portal", **names),
        _(
            "There you register deals for %(company)s and see what became of them."
            " The invitation holds for seven days.",
            **names,
        ),
        _("Accept the invitation"),
        path,
        _("If you do not know the sender, do nothing."),
    )


def _view(row: Any) -> PartnerUserView:
    names = PartnerUserView.__struct_fields__
    return PartnerUserView(**{name: row[name] for name in names})
