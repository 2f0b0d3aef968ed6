"""Webhooks as the settings keep them: made, changed, switched off, given a new secret."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from crm.automation.webhooks import secrets
from crm.automation.webhooks.words import checked
from crm.records.kinds.texts import needed_name
from kernel import clock, outward
from kernel.errors import Conflict, Invalid, NotFound
from kernel.i18n import _
from kernel.ids import uuid7
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.audit.notes import note
from tenants.workspace.holding import hold

MOST: Final = 20
MAX_NAME: Final = 80

_HOOKS = """
SELECT w.id, w.name, w.url, w.events, w.active, w.ended_by, w.failing_since, w.created_at,
       w.member_id, coalesce(nullif(m.name, ''), p.name) AS member,
       w.old_secret IS NOT NULL AND w.old_ends_at > $3 AS rotating
FROM webhook w JOIN membership m ON m.tenant_id = $1 AND m.id = w.member_id
JOIN person p ON p.id = m.person_id
WHERE w.tenant_id = $1 AND ($2::uuid IS NULL OR w.id = $2)
ORDER BY w.tenant_id, w.id
"""
_INSERT = """
INSERT INTO webhook (tenant_id, id, name, url, events, member_id, secret, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
"""
_CHANGE = """
UPDATE webhook SET name = $3, url = $4, events = $5, active = $6,
    ended_by = CASE WHEN $6 THEN '' ELSE ended_by END,
    failing_since = CASE WHEN $6 AND NOT active THEN NULL ELSE failing_since END
WHERE tenant_id = $1 AND id = $2
"""
_ROTATE = """
UPDATE webhook SET old_secret = secret, old_ends_at = $4, secret = $3
WHERE tenant_id = $1 AND id = $2 RETURNING name
"""


class Hook(msgspec.Struct, frozen=True, kw_only=True):
    """A webhook, without its secret.

    `ended_by` says why it was switched off by itself: failures, gone or member. While `rotating`,
    messages are signed with the old secret too.
    """

    id: UUID
    name: str
    url: str
    events: list[str]
    active: bool
    ended_by: str
    failing_since: datetime | None
    created_at: datetime
    member_id: UUID
    member: str
    rotating: bool


async def hooks(uow: UnitOfWork) -> list[Hook]:
    """All of the workspace, oldest first."""
    return [Hook(**row) for row in await uow.fetch(_HOOKS, uow.tenant_id, None, clock.now())]


async def hook(uow: UnitOfWork, webhook_id: UUID) -> Hook:
    """One; raises `NotFound`."""
    row = await uow.fetchrow(_HOOKS, uow.tenant_id, webhook_id, clock.now())
    if row is None:
        raise NotFound
    return Hook(**row)


async def make(
    uow: UnitOfWork, principal: Principal, *, name: str, url: str, events: list[str]
) -> tuple[UUID, str]:
    """A new one, told what its maker sees; its id, and its secret, which is shown this once."""
    principal.entitled.demand_feature("api")
    clean, wanted = needed_name(name, most=MAX_NAME), checked(events)
    await demand_outside(url)
    await hold(uow)
    count = await uow.fetchval("SELECT count(*) FROM webhook WHERE tenant_id = $1", uow.tenant_id)
    if count >= MOST:
        raise Conflict(_("There are too many webhooks. Delete one that is not used."))
    webhook_id, secret, now = uuid7(), secrets.new_secret(), clock.now()
    kept = secrets.sealed(webhook_id, secret)
    said = (clean, url, wanted, principal.member_id, kept, now)
    await uow.execute(_INSERT, principal.tenant_id, webhook_id, *said)
    after = {"name": clean, "url": url, "events": wanted}
    await note(uow, principal, "webhook", webhook_id, "created", after=after)
    return webhook_id, secret


async def change(uow: UnitOfWork, principal: Principal, webhook_id: UUID, **values: Any) -> Hook:
    """Change what is named; switched on again it starts with a clean record."""
    before = await hook(uow, webhook_id)
    after = msgspec.structs.replace(before, **values)
    events, name = checked(after.events), needed_name(after.name, most=MAX_NAME)
    if after.url != before.url or (after.active and not before.active):
        await demand_outside(after.url)
    said = (name, after.url, events, after.active)
    await uow.execute(_CHANGE, principal.tenant_id, webhook_id, *said)
    shown = ("name", "url", "events", "active")
    old, new = ({n: getattr(side, n) for n in shown} for side in (before, after))
    if old != new:
        await note(uow, principal, "webhook", webhook_id, "updated", before=old, after=new)
    return await hook(uow, webhook_id)


async def drop(uow: UnitOfWork, principal: Principal, webhook_id: UUID) -> None:
    """It is told nothing more; its log goes with it."""
    before = await hook(uow, webhook_id)
    await uow.execute(
        "DELETE FROM webhook WHERE tenant_id = $1 AND id = $2", uow.tenant_id, webhook_id
    )
    was = {"name": before.name, "url": before.url}
    await note(uow, principal, "webhook", webhook_id, "deleted", before=was)


async def rotate(uow: UnitOfWork, principal: Principal, webhook_id: UUID) -> str:
    """A new secret, shown this once; the old one signs too for a day."""
    secret = secrets.new_secret()
    kept, ends = secrets.sealed(webhook_id, secret), clock.now() + secrets.OVERLAP
    name = await uow.fetchval(_ROTATE, uow.tenant_id, webhook_id, kept, ends)
    if name is None:
        raise NotFound
    await note(uow, principal, "webhook", webhook_id, "secret_changed", after={"name": name})
    return secret


async def demand_outside(url: str) -> None:
    """Raise `Invalid` for an address that we would not call; which of the reasons is not said."""
    try:
        await outward.pinned(outward.place_of(url))
    except outward.Unsafe:
        raise Invalid(
            fields={"url": _("This is no address of a server on the internet that we can call.")}
        ) from None
