"""Whoever may decide on a registration hears that one came in."""

from crm.records.ports import Change
from crm.records.scope import reaches
from kernel.i18n import _, lazy
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.access.holders import holders, nearest
from tenants.notifications.kinds import declare
from tenants.notifications.service import tell

DECIDED = "registration"

declare(DECIDED, lazy("Deal registrations: sent in, decided or expired"), "web", "chat")


async def tell_deciders(uow: UnitOfWork, change: Change) -> None:
    """But who sent it in, and who looks after it: they know."""
    row, who = change.row, change.principal

    def words() -> tuple[str, str]:
        return change.title, _("%(partner)s registered this customer.", partner=who.name)

    able = [
        one.member_id
        for one in nearest(await _deciders(uow, change))
        if one.member_id not in {who.member_id, row["owner_id"]}
    ]
    for one in able:
        await tell(uow, one, DECIDED, words, record_type="registration", record_id=row["id"])


async def _deciders(uow: UnitOfWork, change: Change) -> list[Principal]:
    found = await holders(uow, "registration:transfer")
    return [one for one in found if reaches(one, "registration", "transfer", change.row)]
