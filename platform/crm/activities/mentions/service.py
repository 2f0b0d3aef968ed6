"""Whoever is named is told, if they may see what was written."""

from uuid import UUID

from crm.activities.mentions.naming import calls, mentioned
from crm.records.people import people
from crm.records.service import service_of
from kernel.errors import NotFound
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.access.acting import member


async def hearers(
    uow: UnitOfWork, author_id: UUID | None, activity_id: UUID, text: str, before: str = ""
) -> list[Principal]:
    """Those whom the text names, its author and those left out whom it named `before`."""
    if not calls(text):
        return []
    known = (await people(uow)).members.values()
    left_out, found = {author_id, *mentioned(before, known)}, []
    for one in mentioned(text, known):
        who = await member(uow, _here(uow), one, via="system") if one not in left_out else None
        if who is not None and await _sees(uow, who, activity_id):
            found.append(who)
    return found


async def _sees(uow: UnitOfWork, who: Principal, activity_id: UUID) -> bool:
    try:
        await service_of("activity", uow, who).get(activity_id)
    except NotFound:
        return False
    return who.may("activity:see")


def _here(uow: UnitOfWork) -> UUID:
    if uow.tenant_id is None:
        raise NotFound
    return uow.tenant_id
