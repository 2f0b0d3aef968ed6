"""An owner asks for more days; whoever administers the pool grants or refuses them."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from crm.customers.company.model import COMPANY
from crm.customers.pool.standing import ADMIN
from crm.customers.reclaim.service import Verdict, renew, verdict_of
from crm.records.keeper import whole
from crm.records.reading import fetch
from crm.records.service import service_of
from kernel import clock
from kernel.errors import Conflict, Forbidden, Invalid, NotFound
from kernel.formats import format_date
from kernel.i18n import _, lazy, ngettext
from kernel.ids import uuid7
from kernel.principal import Principal
from kernel.texts import one_line
from kernel.transaction import UnitOfWork
from tenants.access.holders import holders
from tenants.notifications.kinds import declare
from tenants.notifications.service import tell

MOST = 365
ASKED = "extension"

_ASK = """
INSERT INTO extension_request (tenant_id, id, record_id, pool_id, asked_by, days, reason,
                               created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (tenant_id, record_id) WHERE status = 'open' DO NOTHING RETURNING id
"""
_LIST = f"""
SELECT x.id, x.record_id, x.pool_id, x.asked_by, coalesce(nullif(m.name, ''), n.name) AS asker,
    r.title, x.days, x.reason, x.status, x.created_at, x.decided_by, x.decided_at, x.until,
    ({ADMIN} OR $3) AS mine_to_decide
FROM extension_request x
JOIN pool p ON p.tenant_id = $1 AND p.id = x.pool_id
JOIN record r ON r.tenant_id = $1 AND r.id = x.record_id AND r.deleted_at IS NULL
JOIN membership m ON m.tenant_id = $1 AND m.id = x.asked_by
JOIN person n ON n.id = m.person_id
WHERE x.tenant_id = $1 AND (x.asked_by = $2 OR {ADMIN} OR $3)
    AND ($4::uuid IS NULL OR x.id = $4)
ORDER BY x.tenant_id DESC, x.id DESC LIMIT 200
"""
_DECIDE = """
UPDATE extension_request x SET status = $3, decided_by = $4, decided_at = $5, until = $6
WHERE x.tenant_id = $1 AND x.id = $2 AND x.status = 'open' RETURNING x.id
"""

# Where a pool names no administrators, whoever may set up pools decides.
HEAD: Final = "settings:workspace"

declare(ASKED, lazy("Requests for more days"), "web", "chat")


class Extension(msgspec.Struct, frozen=True, kw_only=True):
    """A request: open, granted or refused."""

    id: UUID
    record_id: UUID
    pool_id: UUID
    asked_by: UUID
    asker: str
    title: str
    days: int
    reason: str
    status: str
    created_at: datetime
    decided_by: UUID | None
    decided_at: datetime | None
    until: datetime | None
    mine_to_decide: bool


async def ask(uow: UnitOfWork, me: Principal, record_id: UUID, days: int, reason: str) -> Extension:
    """For a customer of one's own that a rule will take back."""
    row = await service_of("company", uow, me).changeable(record_id)
    if row["owner_id"] != me.member_id:
        raise Forbidden
    if not 1 <= days <= MOST:
        raise Invalid(fields={"days": _("From 1 to %(most)s days.") % {"most": MOST}})
    verdict = await verdict_of(uow, record_id)
    if verdict is None or verdict.rule is None:
        raise Conflict(_("No rule takes this customer back, so there is nothing to extend."))
    made, text = uuid7(), one_line(reason)[:500]
    said = (record_id, verdict.rule.place.id, me.member_id, days, text, clock.now())
    if await uow.fetchval(_ASK, me.tenant_id, made, *said) is None:
        raise Conflict(_("More days were asked for already."))
    await _tell_admins(uow, me, verdict, (made, days, text))
    return await _one(uow, me, made)


async def extensions(uow: UnitOfWork, me: Principal) -> list[Extension]:
    """One's own requests, and those that one may decide, newest first."""
    head = me.may(HEAD)
    rows = await uow.fetch(_LIST, me.tenant_id, me.member_id, head, None)
    return [Extension(**row) for row in rows]


async def decide(uow: UnitOfWork, me: Principal, request_id: UUID, *, granted: bool) -> Extension:
    """Once; granted days are added to the day on which the customer would go."""
    asked = await _one(uow, me, request_id)
    if not asked.mine_to_decide:
        raise Forbidden
    row = await fetch(uow, whole(me), COMPANY, asked.record_id, lock=True)
    if granted and row["owner_id"] != asked.asked_by:
        raise Conflict(_("The customer has another owner now."))
    now, until = clock.now(), None
    if granted:
        verdict = await verdict_of(uow, asked.record_id)
        end = verdict.due_at if verdict is not None else None
        until = max(end or now, now) + timedelta(days=asked.days)
    status = "granted" if granted else "refused"
    said = (status, me.member_id, now, until)
    if not await uow.fetchval(_DECIDE, me.tenant_id, request_id, *said):
        raise Conflict(_("This was decided already."))
    await renew(uow, [asked.record_id])
    await _tell_asker(uow, asked, until)
    return await _one(uow, me, request_id)


async def _tell_admins(
    uow: UnitOfWork, me: Principal, verdict: Verdict, asked: tuple[UUID, int, str]
) -> None:
    request_id, days, reason = asked
    assert verdict.rule is not None  # noqa: S101 -- looked at before

    def words() -> tuple[str, str]:
        text = ngettext(
            "%(name)s asks for %(num)s more day for %(customer)s.",
            "%(name)s asks for %(num)s more days for %(customer)s.",
            days,
            name=me.name,
            customer=verdict.name,
        )
        return text, reason

    for admin in verdict.rule.admins or await _heads(uow):
        if admin != me.member_id:
            await tell(uow, admin, ASKED, words, record_type=ASKED, record_id=request_id)


async def _tell_asker(uow: UnitOfWork, asked: Extension, until: datetime | None) -> None:
    def words() -> tuple[str, str]:
        if until is None:
            return asked.title, _("You got no more days.")
        return asked.title, _("It stays with you until %(day)s.") % {"day": format_date(until)}

    about = asked.record_id
    await tell(uow, asked.asked_by, "assigned", words, record_type="company", record_id=about)


async def _heads(uow: UnitOfWork) -> list[UUID]:
    return [one.member_id for one in await holders(uow, HEAD)]


async def _one(uow: UnitOfWork, me: Principal, request_id: UUID) -> Extension:
    head = me.may(HEAD)
    row = await uow.fetchrow(_LIST, me.tenant_id, me.member_id, head, request_id)
    if row is None:
        raise NotFound
    return Extension(**row)
