"""The partners' door: a person who is signed in and was let in for a partner firm."""

from typing import Any, Final
from uuid import UUID

import msgspec

from crm.records.keeper import keeper
from crm.sales.partner import ROLES
from kernel import i18n
from kernel.errors import NotFound, Unauthenticated
from kernel.http import PARTNER, Ctx, act_of
from kernel.i18n import use
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.access.lookup import enter
from tenants.access.pipeline import DOORS, SESSION_COOKIE, count_call
from web import csrf
from web.cookies import header, read_cookie
from web.language import asked_language

_WORKSPACE: Final = "SELECT w.id FROM workspace w WHERE w.slug = $1 AND w.status = 'active'"
_LET_IN: Final = """
SELECT u.id, u.company_id, u.name, u.email, u.invited_by, c.name AS company, c.owner_id
FROM partner_user u JOIN company c ON c.tenant_id = $1 AND c.id = u.company_id
    AND c.deleted_at IS NULL AND c.role = ANY($3)
WHERE u.tenant_id = $1 AND u.person_id = $2 AND u.revoked_at IS NULL
"""
# Whoever takes somebody out waits for what is being written, and whoever sends twice for the first.
_HELD: Final = " FOR NO KEY UPDATE OF u"


class Partner(msgspec.Struct, frozen=True, kw_only=True):
    """Who came in, and for which firm; what they do, the `house` does in their name."""

    id: UUID
    company_id: UUID
    company: str
    name: str
    email: str
    looks_after: tuple[UUID, ...]
    house: Principal


async def admit(scope: Any) -> str:
    """Open the workspace for whoever may look into its portal; the id of the session."""
    state, services = scope["state"], scope["litestar_app"].state
    token = read_cookie(scope, SESSION_COOKIE)
    if not token or header(scope, "authorization"):
        raise Unauthenticated
    uow: UnitOfWork = state["uow"]
    row: Any = await enter(uow, token, scope["path_params"]["workspace"])
    if row is None or row["session_id"] is None:
        raise Unauthenticated
    await _enter(uow, scope["path_params"]["workspace"])
    partner = await _let_in(uow, row["person_id"], held=scope["method"] not in csrf.SAFE_METHODS)
    services.presence.note(row["session_id"])
    count_call(scope, f"partner:{partner.id}")
    language = _language(scope, row["language"])
    state |= {"partner": partner, "language": language, "time_zone": row["time_zone"]}
    session = str(row["session_id"])
    state["shell"] = {
        "language": language,
        "time_zone": row["time_zone"],
        "form_token": lambda: csrf.csrf_token(session),
        "signed_in": True,
        "person_name": partner.name,
        "person_email": partner.email,
    }
    with use(language, row["time_zone"]):
        partner.house.entitled.demand_open(act_of(scope), owner=False)
    return session


DOORS[PARTNER] = admit


def partner_of(ctx: Ctx) -> Partner:
    """Who asks."""
    partner: Partner = ctx.request.scope["state"]["partner"]
    return partner


async def _enter(uow: UnitOfWork, slug: str) -> None:
    """Bind the transaction, where the lookup did not because the person is no member."""
    if uow.tenant_id is not None:
        return
    tenant_id = await uow.fetchval(_WORKSPACE, slug)
    if tenant_id is None:
        raise NotFound
    await uow.enter(tenant_id)


async def _let_in(uow: UnitOfWork, person_id: UUID, *, held: bool) -> Partner:
    statement = _LET_IN + _HELD if held else _LET_IN
    row: Any = await uow.fetchrow(statement, uow.tenant_id, person_id, ROLES)
    house = row and await keeper(uow, f"{row['name']} · {row['company']}")
    if house is None:
        raise NotFound
    return Partner(
        id=row["id"],
        company_id=row["company_id"],
        company=row["company"],
        name=row["name"],
        email=row["email"],
        looks_after=tuple(one for one in (row["owner_id"], row["invited_by"]) if one),
        house=house,
    )


def _language(scope: Any, own: str) -> str:
    chosen = asked_language(scope) or read_cookie(scope, "language")
    return i18n.known_language(chosen) if chosen else own
