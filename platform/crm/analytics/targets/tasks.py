"""Half, nine tenths, all of a target: whoever has it is told, once."""

from typing import Any, Final
from uuid import UUID

from crm.analytics.targets.model import METRICS
from crm.analytics.targets.service import SETS_ALL, Reached, current
from crm.records.ports import Change, on_write
from kernel import clock, jobs
from kernel.batch import WriteBatch
from kernel.formats import format_percent
from kernel.i18n import _, lazy
from kernel.principal import Principal, house
from kernel.transaction import UnitOfWork
from tenants.access.holders import holders
from tenants.notifications.kinds import declare
from tenants.notifications.service import tell
from tenants.workspace.everywhere import everywhere

MARKS: Final = (50, 90, 100)
CHECK: Final = "targets.check"

declare("target", lazy("Targets that are half, nearly or fully reached"), "web", "chat")

_WORKSPACE: Final = "SELECT w.currency, w.time_zone FROM workspace w WHERE w.id = $1"
_MARKED: Final = """
INSERT INTO target_milestone (tenant_id, target_id, percent, reached_at)
SELECT $1, $2, u.percent, $4 FROM unnest($3::bigint[]) AS u(percent)
ON CONFLICT (tenant_id, target_id, percent) DO NOTHING RETURNING percent
"""
_READERS: Final = """
SELECT m.id FROM membership m WHERE m.tenant_id = $1 AND m.status = 'active'
    AND ($2 = 'user' AND m.id = $3 OR $2 = 'team' AND m.team_id = $3)
"""


def counter(tenant_id: UUID, currency: str, time_zone: str) -> Principal:
    """Who counts where nobody in person does, and sees everything for it."""
    return house(tenant_id, "*:see", currency=currency, time_zone=time_zone)


def _won(batch: WriteBatch, change: Change) -> None:
    """A deal was won, or is won no more: the sums have moved."""
    if change.kind.name != "deal":
        return
    before = change.before["status"] if change.before else None
    if "won" in {change.row["status"], before}:
        tenant = change.principal.tenant_id
        jobs.enqueue_part(batch, CHECK, {}, tenant_id=tenant, dedupe_key=f"{CHECK}.{tenant}")


on_write(_won)


@jobs.job("targets.sweep", cron="11 5 * * *")
async def sweep(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """Every night, for visits and new companies."""
    await everywhere(uow, CHECK, closed_too=True)


@jobs.job(CHECK)
async def check(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """Which marks were passed since it was looked at last."""
    row = await uow.fetchrow(_WORKSPACE, uow.tenant_id)
    if row is None or uow.tenant_id is None:
        return
    for target in await current(uow, counter(uow.tenant_id, row["currency"], row["time_zone"])):
        passed = [m for m in MARKS if (target.attainment or 0) * 100 >= m]
        rows = await uow.fetch(_MARKED, uow.tenant_id, target.id, passed, clock.now())
        if rows:
            await _tell(uow, target, max(row["percent"] for row in rows))


async def _tell(uow: UnitOfWork, target: Reached, percent: int) -> None:
    """Only of the highest mark, for who is told of all needs no word of the half."""

    def words() -> tuple[str, str]:
        said = {
            "share": format_percent(percent / 100),
            "metric": str(METRICS[target.metric]),
            "period": target.period,
        }
        return _("%(share)s of the target is reached: %(metric)s, %(period)s") % said, ""

    for one in await _readers(uow, target):
        await tell(uow, one, "target", words)


async def _readers(uow: UnitOfWork, target: Reached) -> list[UUID]:
    """Whose it is; the company's is theirs who set it."""
    if target.scope == "company":
        return [one.member_id for one in await holders(uow, SETS_ALL)]
    rows = await uow.fetch(_READERS, uow.tenant_id, target.scope, target.subject_id)
    return [row["id"] for row in rows]
