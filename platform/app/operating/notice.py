"""Before an operator removes a workspace its owners are told twice, a week apart."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from app.console.work import OperatorWork
from app.console.workspaces.service import Act
from billing.subscription.owners import write_to_owners
from kernel import clock
from kernel.errors import Conflict
from kernel.formats import format_date
from kernel.i18n import _
from kernel.principal import Principal
from tenants.mail import office
from tenants.mail.letters import Letter

ANNOUNCED: Final = "purge_announced"
PAUSE: Final = timedelta(days=7)

# What was said before it was let go on counts no more.
_TOLD: Final = f"""
SELECT e.at FROM event e
WHERE e.tenant_id = $1 AND e.record_type = 'operator' AND e.after->>'deed' = '{ANNOUNCED}'
  AND e.at > coalesce((SELECT max(r.at) FROM event r WHERE r.tenant_id = $1
      AND r.record_type = 'operator' AND r.after->>'deed' = 'resumed'), '-infinity')
ORDER BY e.tenant_id, e.at
"""


async def demand_notice(connection: Any, tenant_id: UUID, slug: str) -> None:
    """Raises `Conflict` until a week after the second letter."""
    told = await _told(connection, tenant_id)
    second = next((at for at in told if at >= told[0] + PAUSE), None)
    if second is None:
        raise Conflict(
            f"The owners of {slug} were not told twice. `guanxi tenant announce {slug}` writes to"
            " them: now, and in a week once more. A week later it can be removed."
        )
    if clock.now() < second + PAUSE:
        raise Conflict(f"{slug} can be removed from {second + PAUSE:%Y-%m-%d} on, as was said.")


def announcing() -> Act:
    """A letter to each owner, in their language; the second one names the day for certain."""

    async def act(work: OperatorWork, actor: Principal, _why: str) -> dict[str, Any]:
        now, told = clock.now(), await _told(work, actor.tenant_id)
        again = bool(told) and now >= told[0] + PAUSE
        day = now + (PAUSE if again else 2 * PAUSE)
        await write_to_owners(work, lambda name, slug: _letter(name, slug, day))
        return {"until": f"{day:%Y-%m-%d}"}

    return act


async def _told(connection: Any, tenant_id: UUID) -> list[datetime]:
    return [row["at"] for row in await connection.fetch(_TOLD, tenant_id)]


def _letter(name: str, slug: str, day: datetime) -> Letter:
    return Letter(
        _("%(name)s will be removed", name=name),
        _(
            "Whoever runs this service will remove the workspace for ever, with all that is in"
            " it, on %(day)s at the earliest. Until then its owners can sign in, unless it is"
            " stopped, and export everything. To keep it, write to %(contact)s.",
            day=format_date(day),
            contact=office.settings().mail_from,
        ),
        _("Export everything"),
        f"/{slug}/settings/exports",
    )
