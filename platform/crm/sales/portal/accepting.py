"""Coming in by an invitation to the portal: the link, the person, the way in."""

from typing import Any, Final
from uuid import UUID

from crm.records.keeper import keeper
from crm.sales.portal.letting_in import THING
from kernel import clock
from kernel.i18n import _
from kernel.secret import digest
from kernel.transaction import UnitOfWork
from tenants.audit.notes import note
from tenants.members.joining import invited_person, shown_name, tenant_of
from tenants.members.model import InvitationSpent
from tenants.notifications.service import notify
from tenants.people import portals
from tenants.people.sessions import open_session
from web.pages import TERMS_VERSION

_OFFER: Final = """
SELECT u.id, u.email, u.invited_by, w.name AS workspace, w.slug, c.name AS company
FROM partner_user u JOIN workspace w ON w.id = u.tenant_id AND w.status = 'active'
JOIN company c ON c.tenant_id = $1 AND c.id = u.company_id AND c.deleted_at IS NULL
WHERE u.tenant_id = $1 AND u.token_hash = $2 AND u.accepted_at IS NULL
    AND u.revoked_at IS NULL AND u.expires_at > $3
"""
_ACCEPT: Final = """
UPDATE partner_user u SET accepted_at = $3, person_id = $4, name = $5
WHERE u.tenant_id = $1 AND u.id = $2
"""


async def offered(uow: UnitOfWork, token: str, *, held: bool = False) -> Any:
    """What the link offers; raises `InvitationSpent` where it is none."""
    await uow.begin_outside()
    await uow.enter(tenant_of(token))
    statement = f"{_OFFER} FOR UPDATE OF u" if held else _OFFER
    offer = await uow.fetchrow(statement, uow.tenant_id, digest(token), clock.now())
    if offer is None:
        raise InvitationSpent
    return offer


async def accept(
    uow: UnitOfWork, token: str, *, name: str, password: str, code: str, device: str
) -> tuple[str, str]:
    """Come in: a session's token, and the workspace's place in addresses."""
    offer = await offered(uow, token, held=True)
    email = offer["email"]
    person_id = await invited_person(uow, email, name, password, TERMS_VERSION, code)
    await _come_in(uow, offer, person_id, shown_name(name, email))
    return await open_session(uow, person_id, device=device), offer["slug"]


async def _come_in(uow: UnitOfWork, offer: Any, person_id: UUID, name: str) -> None:
    said = (uow.tenant_id, offer["id"], clock.now(), person_id, name)
    await uow.execute(_ACCEPT, *said)
    await portals.remember(uow, person_id)
    house = await keeper(uow, f"{name} · {offer['company']}")
    if house is None:
        raise InvitationSpent
    after = {"email": offer["email"], "name": name}
    await note(uow, house, THING, offer["id"], "joined", after=after)
    await notify(
        uow,
        member_id=offer["invited_by"],
        kind="team",
        title=_(
            "%(name)s of %(company)s came to the partners' portal",
            name=name,
            company=offer["company"],
        ),
    )
