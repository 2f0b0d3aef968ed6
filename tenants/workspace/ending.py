"""The workspace's end: an owner says so, there is time to export, and it can be taken back."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, Final

from kernel import clock, jobs
from kernel.errors import Forbidden, Invalid
from kernel.formats import format_date
from kernel.i18n import _, use
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.access.roles import OWNER
from tenants.audit.notes import note
from tenants.mail import letters
from tenants.mail.letters import Letter

GRACE: Final = timedelta(days=30)

# Told in the same transaction that the workspace shall end.
Ending = Callable[[UnitOfWork, Principal], Awaitable[None]]
_HOOKS: list[Ending] = []

_OWNERS: Final = """
SELECT p.email, p.language, p.time_zone, w.name, w.slug
FROM membership m JOIN person p ON p.id = m.person_id AND p.closed_at IS NULL
JOIN workspace w ON w.id = m.tenant_id
WHERE m.tenant_id = $1 AND m.role = 'owner' AND m.status = 'active' ORDER BY m.tenant_id, m.id
"""
_END: Final = "UPDATE workspace SET ends_at = $2 WHERE id = $1 AND ends_at IS NULL RETURNING id"
_KEEP: Final = "UPDATE workspace SET ends_at = NULL WHERE id = $1 AND ends_at IS NOT NULL"


def on_ending(hook: Ending) -> Ending:
    """Decorator: called when an owner ends the workspace."""
    _HOOKS.append(hook)
    return hook


async def ends_at(uow: UnitOfWork) -> datetime | None:
    """When it will be gone; None while nobody wants that."""
    moment: datetime | None = await uow.fetchval(
        "SELECT ends_at FROM workspace WHERE id = $1", uow.tenant_id
    )
    return moment


async def end(uow: UnitOfWork, principal: Principal, slug: str) -> None:
    """In thirty days it is gone; `slug` is typed, so that nobody ends the wrong one."""
    _demand_owner(principal)
    if slug.strip() != principal.slug:
        raise Invalid(fields={"slug": _("Type the address of this workspace.")})
    moment = clock.now() + GRACE
    if await uow.fetchval(_END, uow.tenant_id, moment) is None:
        return
    after = {"ends_at": moment.isoformat()}
    await note(uow, principal, "workspace", principal.tenant_id, "updated", after=after)
    for hook in _HOOKS:
        await hook(uow, principal)
    await _tell(uow, principal, moment)


async def keep(uow: UnitOfWork, principal: Principal) -> None:
    """It stays after all."""
    _demand_owner(principal)
    if await uow.execute(_KEEP, uow.tenant_id):
        after: dict[str, Any] = {"ends_at": None}
        await note(uow, principal, "workspace", principal.tenant_id, "updated", after=after)


@jobs.job("workspace.ending", cron="7 * * * *")
async def close(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """Whose time is over lets nobody in; the operator's purge removes what is left."""
    await uow.execute(
        "UPDATE workspace SET status = 'deleted' WHERE status = 'active' AND ends_at <= $1",
        clock.now(),
    )


def _demand_owner(principal: Principal) -> None:
    if principal.role != OWNER:
        raise Forbidden


async def _tell(uow: UnitOfWork, principal: Principal, moment: datetime) -> None:
    for owner in await uow.fetch(_OWNERS, uow.tenant_id):
        with use(owner["language"], owner["time_zone"]):
            day = format_date(moment)
            letter = Letter(
                _("%(name)s will be deleted on %(day)s", name=owner["name"], day=day),
                _(
                    "%(who)s ended the workspace. Until then everything can be exported, and any"
                    " owner can keep it.",
                    who=principal.name,
                ),
                _("Export or keep it"),
                f"/{owner['slug']}/settings/workspace",
            )
            await letters.post(uow, owner["email"], owner["language"], letter)
