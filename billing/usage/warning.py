"""Owners hear once that something is nearly full, and once that it is."""

from typing import Final

from billing.usage.service import LABELS, level_of
from kernel import clock
from kernel.entitled import Entitled
from kernel.i18n import _, lazy, use
from kernel.rooms import metered, room
from kernel.transaction import UnitOfWork
from tenants.notifications.kinds import declare
from tenants.notifications.service import notify

KIND: Final = "billing"
WATCHED: Final = ("contacts", "storage", "ai_questions")

declare(KIND, lazy("Plan and billing"), "web", "mail")

_METER: Final = "SELECT m.used, m.warned FROM meter m WHERE m.tenant_id = $1 AND m.name = $2"
_COUNTED: Final = """
UPDATE meter SET used = coalesce(counted($1, $2, $4), used), warned = $5
WHERE tenant_id = $1 AND name = $3
"""
_OWNERS: Final = """
SELECT m.id, p.language FROM membership m JOIN person p ON p.id = m.person_id
WHERE m.tenant_id = $1 AND m.role = 'owner' AND m.status = 'active' ORDER BY m.tenant_id, m.id
"""


async def warn(uow: UnitOfWork, entitled: Entitled) -> None:
    """Count each limited thing anew, and tell where a share of the cap was passed."""
    for what in WATCHED:
        cap = entitled.cap(what)
        left = await room(uow, entitled, what)
        if cap is None or left is None:
            continue
        meter = await uow.fetchrow(_METER, uow.tenant_id, metered(what))
        level = level_of(cap - left, cap)
        if meter is not None and level > meter["warned"]:
            await _tell(uow, what, level)
        await uow.execute(_COUNTED, uow.tenant_id, what, metered(what), clock.now(), level)


async def _tell(uow: UnitOfWork, what: str, level: int) -> None:
    for owner in await uow.fetch(_OWNERS, uow.tenant_id):
        with use(owner["language"]):
            said = _("%(what)s: %(level)s %% of your plan are used", what=LABELS[what], level=level)
            body = _("What is there stays. For more, see “Plan and billing” in the settings.")
            await notify(uow, member_id=owner["id"], kind=KIND, title=said, body=body)
