"""Who has a seat, and handing one on."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from billing.seats.fitting import seat
from kernel import clock
from kernel.errors import Invalid, NotFound
from kernel.i18n import _
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.audit.notes import note

_PEOPLE: Final = """
SELECT m.id, coalesce(nullif(m.name, ''), p.name) AS name, p.email, m.role, m.seatless_from
FROM membership m JOIN person p ON p.id = m.person_id
WHERE m.tenant_id = $1 AND m.status = 'active' AND pays_seat($1, m.role)
ORDER BY m.tenant_id, m.role <> 'owner', m.created_at, m.id
"""
_TWO: Final = """
SELECT m.id, m.role, m.seatless_from FROM membership m
WHERE m.tenant_id = $1 AND m.id = ANY($2) AND m.status = 'active' AND pays_seat($1, m.role)
ORDER BY m.tenant_id, m.id FOR NO KEY UPDATE
"""


class Holder(msgspec.Struct, frozen=True):
    """A member whose role needs a seat; from `seatless_from` on they only look on."""

    id: UUID
    name: str
    email: str
    role: str
    seatless_from: datetime | None

    @property
    def seated(self) -> bool:
        return self.seatless_from is None or self.seatless_from > clock.now()


async def people(uow: UnitOfWork) -> list[Holder]:
    """Those who keep their seat longest first."""
    return [Holder(**row) for row in await uow.fetch(_PEOPLE, uow.tenant_id)]


async def hand_on(uow: UnitOfWork, principal: Principal, giver: UUID, taker: UUID) -> None:
    """One member looks on, another takes the seat: as many are taken as before."""
    rows: dict[UUID, Any] = {
        row["id"]: row for row in await uow.fetch(_TWO, uow.tenant_id, [giver, taker])
    }
    if giver not in rows or taker not in rows:
        raise NotFound
    now = clock.now()
    since = {one: row["seatless_from"] for one, row in rows.items()}
    if since[giver] is not None and since[giver] <= now:
        raise Invalid(fields={"from": _("They have no seat to hand on.")})
    if since[taker] is None or since[taker] > now:
        raise Invalid(fields={"member": _("They have a seat already.")})
    if rows[giver]["role"] == "owner" and principal.role != "owner":
        raise Invalid(fields={"from": _("An owner's seat is handed on by owners only.")})
    await seat(uow, [giver], now)
    await seat(uow, [taker], None)
    for one, had in ((giver, True), (taker, False)):
        before, after = {"seat": had}, {"seat": not had}
        await note(uow, principal, "member", one, "updated", before=before, after=after)
