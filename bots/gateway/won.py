"""A won deal is told in the groups of the workspace that want to hear of it."""

from typing import Any, Final
from uuid import UUID

from bots.gateway import grouped
from bots.gateway.post import Chat
from crm.records.keeper import keeper
from crm.records.people import people
from crm.records.ports import Change, on_write
from crm.sales.deal.service import Deals
from kernel import jobs
from kernel.batch import WriteBatch
from kernel.errors import NotFound
from kernel.formats import format_money
from kernel.i18n import _, use
from kernel.transaction import UnitOfWork

TELL: Final = "chat.won"


def heard(batch: WriteBatch, change: Change) -> None:
    """Told by the worker, once for each time that it is won."""
    before = (change.before or {}).get("status")
    if change.kind.name == "deal" and change.row["status"] == "won" and before != "won":
        payload = {"deal_id": str(change.record_id)}
        jobs.enqueue_part(batch, TELL, payload, tenant_id=change.principal.tenant_id)


on_write(heard)


@jobs.job(TELL)
async def tell(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """Unless it was taken back meanwhile."""
    tenant_id: UUID = uow.tenant_id  # type: ignore[assignment]
    groups = await grouped.telling(uow, tenant_id)
    house = await keeper(uow) if groups else None
    if house is None:
        return
    try:
        deal = await Deals(uow, house).get(UUID(payload["deal_id"]))
    except NotFound:
        return
    if deal["status"] != "won":
        return
    owner = (await people(uow)).name(deal["owner_id"]) or ""
    amount = deal["amount"]
    for group in groups:
        with use(group.language):
            text = _("Won: %(deal)s. Well done!", deal=deal["name"])
            if amount:
                text += f" {format_money(amount['amount_minor'], amount['currency'])}"
            await Chat(uow, group.place).say(f"🎉 {text} {owner}".strip())
