"""A rule takes a customer back, or tells its owner that it soon will."""

from datetime import timedelta
from uuid import UUID

from crm.customers.company.model import COMPANY
from crm.customers.ownership.records import Owned
from crm.customers.pool.taking import put_in
from crm.customers.reclaim.due import WORDS
from crm.customers.reclaim.rules import PoolRule
from crm.customers.reclaim.service import Verdict, verdicts
from crm.records.reading import fetch
from crm.records.service import service_of
from kernel import clock
from kernel.errors import NotFound
from kernel.formats import format_date
from kernel.i18n import _, lazy, ngettext
from kernel.principal import Principal, house
from kernel.transaction import UnitOfWork
from tenants.notifications.kinds import declare
from tenants.notifications.service import tell

WARNING = "reclaim"

_WARN = """
INSERT INTO reclaim_warning (tenant_id, record_id, due_at) VALUES ($1, $2, $3)
ON CONFLICT (tenant_id, record_id, due_at) DO NOTHING RETURNING record_id
"""

declare(WARNING, lazy("Customers that will go back to the pool"), "web", "chat")


def rule_keeper(tenant_id: UUID) -> Principal:
    """Who acts where a rule does: nobody in person."""
    return house(tenant_id, "*:see", "*:edit", "*:transfer")


async def judge(uow: UnitOfWork, rules: list[PoolRule], verdict: Verdict) -> bool:
    """Take it back if its time is over, warn if that is near; whether it was taken."""
    end, rule = verdict.due_at, verdict.rule
    if end is None or rule is None:
        return False
    now = clock.now()
    if end <= now:
        return await take_back(uow, rules, verdict.record_id)
    if end <= now + timedelta(days=rule.remind_days):
        await _warn(uow, verdict)
    return False


async def take_back(uow: UnitOfWork, rules: list[PoolRule], record_id: UUID) -> bool:
    """Look again while it is held, for its owner may just have called."""
    keeper = rule_keeper(uow.tenant_id)  # type: ignore[arg-type]
    records = service_of("company", uow, keeper)
    try:
        row = await fetch(uow, keeper, COMPANY, record_id, lock=True)
    except NotFound:
        return False
    found = await verdicts(uow, rules, ids=[record_id])
    if not found or found[0].due_at is None or found[0].due_at > clock.now():
        return False
    rule = found[0].rule
    assert rule is not None  # noqa: S101 -- it has a date
    assert isinstance(records, Owned)  # noqa: S101 -- companies are
    why = ", ".join(str(WORDS[condition.kind]) for condition in rule.conditions)
    await put_in(records, rule.place, row, "reclaim", why)
    await _tell(uow, row["owner_id"], found[0], gone=True)
    return True


async def _warn(uow: UnitOfWork, verdict: Verdict) -> None:
    if await uow.fetchval(_WARN, uow.tenant_id, verdict.record_id, verdict.due_at):
        await _tell(uow, verdict.owner_id, verdict, gone=False)


async def _tell(uow: UnitOfWork, owner: UUID, verdict: Verdict, *, gone: bool) -> None:
    if verdict.rule is None:
        return
    pool, left = verdict.rule.place.name, verdict.left or 0

    def words() -> tuple[str, str]:
        if gone:
            return verdict.name, _("It went back to the pool %(pool)s.") % {"pool": pool}
        body = ngettext(
            "In %(num)s day, on %(day)s, it goes back to the pool %(pool)s.",
            "In %(num)s days, on %(day)s, it goes back to the pool %(pool)s.",
            left,
            day=format_date(verdict.due_at),
            pool=pool,
        )
        return verdict.name, body

    if gone:
        await tell(uow, owner, "assigned", words)
    else:
        about = verdict.record_id
        await tell(uow, owner, WARNING, words, record_type="company", record_id=about)
