"""Whoever is given a record or a task hears of it."""

from crm.records.ports import Change
from kernel.i18n import _
from kernel.transaction import UnitOfWork
from tenants.notifications.service import notify


async def tell_owner(uow: UnitOfWork, change: Change) -> None:
    """Notify the new owner, unless they took it themselves; what a rule gives, the rule tells."""
    owner = change.row["owner_id"]
    before = change.before["owner_id"] if change.before is not None else None
    if owner in (None, before, change.principal.member_id) or change.principal.via == "rule":
        return
    await notify(
        uow,
        member_id=owner,
        kind="assigned",
        title=change.title,
        body=_("%(name)s gave this to you.", name=change.principal.name),
        record_type=change.kind.name,
        record_id=change.record_id,
    )
