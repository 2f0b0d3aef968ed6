"""When knowledge is sent: each morning and after something was published; on Mondays to all."""

from typing import Any, Final
from uuid import UUID

from crm.knowledge.item.ports import published
from crm.knowledge.spreading.digest import tell_week
from crm.knowledge.spreading.service import spread_to
from crm.records.types import Row
from kernel import jobs
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.access.acting import member
from tenants.workspace.everywhere import everywhere

SPREAD: Final = "knowledge.spread"
LEARN: Final = "knowledge.learnt"

_MEMBERS: Final = """
SELECT m.id FROM membership m WHERE m.tenant_id = $1 AND m.status = 'active'
ORDER BY m.tenant_id, m.id
"""


@jobs.job("knowledge.mornings", cron="37 6 * * *")
async def mornings(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """One job for each workspace."""
    await everywhere(uow, SPREAD)


@jobs.job("knowledge.mondays", cron="7 7 * * 1")
async def mondays(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """The same, for the week."""
    await everywhere(uow, LEARN)


@jobs.job(SPREAD)
async def spread(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """To every member of one workspace."""
    for reader in await _readers(uow):
        await spread_to(uow, reader)


@jobs.job(LEARN)
async def learnt(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """To every member of one workspace."""
    for reader in await _readers(uow):
        await tell_week(uow, reader)


async def follow(uow: UnitOfWork, _me: Principal, _row: Row) -> None:
    """Something new is published: it goes to whom it helps."""
    await jobs.enqueue(uow, SPREAD, {}, dedupe_key=f"{SPREAD}.{uow.tenant_id}")


published.append(follow)


async def _readers(uow: UnitOfWork) -> list[Principal]:
    tenant: UUID = uow.tenant_id  # type: ignore[assignment]
    ids = [row["id"] for row in await uow.fetch(_MEMBERS, tenant)]
    found = [await member(uow, tenant, one, via="system") for one in ids]
    return [reader for reader in found if reader is not None]
