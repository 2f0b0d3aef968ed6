"""A webhook that is switched off by itself, and who hears of it."""

from typing import Any
from uuid import UUID

from crm.automation.webhooks.words import ENDED
from kernel.i18n import _, lazy
from kernel.transaction import UnitOfWork
from tenants.access.holders import holders
from tenants.notifications.kinds import declare
from tenants.notifications.service import tell

KIND = "webhook"
declare(KIND, lazy("Webhooks that were switched off"), "web", "mail")

_END = """
UPDATE webhook SET active = false, ended_by = $3 WHERE tenant_id = $1 AND id = $2 AND active
RETURNING name, member_id
"""


async def end(uow: UnitOfWork, webhook_id: UUID, why: str) -> None:
    """Switch it off once, and tell its maker and whoever may switch it on again."""
    row = await uow.fetchrow(_END, uow.tenant_id, webhook_id, why)
    if row is None:
        return
    keepers = [one.member_id for one in await holders(uow, "settings:webhooks")]
    for keeper in {row["member_id"], *keepers}:
        await _tell(uow, keeper, row["name"], ENDED[why])


async def _tell(uow: UnitOfWork, member_id: UUID, name: str, why: Any) -> None:
    def words() -> tuple[str, str]:
        return _("Webhook %(name)s was switched off", name=name), str(why)

    await tell(uow, member_id, KIND, words)
