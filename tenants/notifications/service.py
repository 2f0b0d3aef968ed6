"""Telling members what they should know, by the ways that they chose."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import msgspec

from kernel import clock, jobs
from kernel.errors import Invalid, NotFound
from kernel.i18n import _, use
from kernel.ids import uuid7
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.mail import letters
from tenants.notifications.kinds import CHANNELS, KINDS, channels_of, urgent
from tenants.notifications.quiet import Quiet, held_until, quiet_of

MAX_TITLE, MAX_BODY = 200, 2000
LATER = "notice.later"


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to tell one member; `path` is inside the workspace, "" for the bell's own page."""

    id: UUID
    tenant_id: UUID
    member_id: UUID
    kind: str
    title: str
    body: str = ""
    record_type: str | None = None
    record_id: UUID | None = None


# Chat channels register here: called in the same transaction for a member who wants chat.
CHATS: list[Callable[[UnitOfWork, Notice], Awaitable[None]]] = []

# Title and body, worded where the reader's language and clock hold.
Words = Callable[[], tuple[str, str]]

_READER = """
SELECT m.preferences, p.email, p.language, p.time_zone, w.slug FROM membership m
JOIN person p ON p.id = m.person_id JOIN workspace w ON w.id = m.tenant_id
WHERE m.tenant_id = $1 AND m.id = $2 AND m.status = 'active' AND p.closed_at IS NULL
"""


async def notify(
    uow: UnitOfWork,
    *,
    member_id: UUID,
    kind: str,
    title: str,
    body: str = "",
    record_type: str | None = None,
    record_id: UUID | None = None,
    awaited: bool = False,
) -> UUID | None:
    """Tell a member of the unit's workspace; None if they left or want to hear nothing of it.

    What is `awaited` was asked for at this very time, so that quiet hours do not hold it back.
    """
    return await tell(
        uow,
        member_id,
        kind,
        lambda: (title, body),
        record_type=record_type,
        record_id=record_id,
        awaited=awaited,
    )


async def tell(
    uow: UnitOfWork,
    member_id: UUID,
    kind: str,
    words: Words,
    *,
    record_type: str | None = None,
    record_id: UUID | None = None,
    awaited: bool = False,
) -> UUID | None:
    """`notify` in the reader's own language, by their own clock."""
    reader = await uow.fetchrow(_READER, uow.tenant_id, member_id)
    if reader is None or uow.tenant_id is None:
        return None
    with use(reader["language"], reader["time_zone"]):
        title, body = words()
        notice = Notice(
            id=uuid7(),
            tenant_id=uow.tenant_id,
            member_id=member_id,
            kind=kind,
            title=title[:MAX_TITLE],
            body=body[:MAX_BODY],
            record_type=record_type,
            record_id=record_id,
        )
        return notice.id if await _send(uow, reader, notice, awaited=awaited) else None


async def _send(uow: UnitOfWork, reader: Any, notice: Notice, *, awaited: bool) -> bool:
    """By the ways that the reader chose; whether there is any."""
    ways = channels_of(notice.kind, reader["preferences"])
    quiet = None if awaited or urgent(notice.kind) else quiet_of(reader["preferences"])
    until = held_until(quiet, reader["time_zone"], clock.now()) if "chat" in ways else None
    if "web" in ways or until:
        await _keep(uow, notice, read="web" not in ways)
    if "mail" in ways:
        path = f"/{reader['slug']}/notifications"
        letter = letters.notice(notice.title, notice.body, path)
        await letters.post(uow, reader["email"], reader["language"], letter)
    if until:
        await jobs.enqueue(uow, LATER, {"notification_id": str(notice.id)}, at=until)
    elif "chat" in ways:
        await speak(uow, notice)
    return bool(ways)


async def speak(uow: UnitOfWork, notice: Notice) -> None:
    """In the chats, if the member is there and wants that."""
    reader = await uow.fetchrow(_READER, uow.tenant_id, notice.member_id)
    if reader is not None and "chat" in channels_of(notice.kind, reader["preferences"]):
        for chat in CHATS:
            await chat(uow, notice)


async def _keep(uow: UnitOfWork, notice: Notice, *, read: bool) -> None:
    now = clock.now()
    await uow.execute(
        "INSERT INTO notification (tenant_id, id, member_id, kind, record_type, record_id, title, "
        "body, created_at, read_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        notice.tenant_id,
        notice.id,
        notice.member_id,
        notice.kind,
        notice.record_type,
        notice.record_id,
        notice.title,
        notice.body,
        now,
        now if read else None,
    )


async def listed(
    uow: UnitOfWork, principal: Principal, *, after: UUID | None = None, limit: int = 50
) -> tuple[list[dict[str, Any]], UUID | None]:
    """The member's own, the newest first, and where the next page begins."""
    rows = await uow.fetch(
        "SELECT n.id, n.kind, n.record_type, n.record_id, n.title, n.body, n.created_at, n.read_at "
        "FROM notification n WHERE n.tenant_id = $1 AND n.member_id = $2 "
        "AND ($3::uuid IS NULL OR n.id < $3) "
        "ORDER BY n.tenant_id DESC, n.member_id DESC, n.id DESC LIMIT $4",
        principal.tenant_id,
        principal.member_id,
        after,
        limit + 1,
    )
    items = [dict(row) for row in rows[:limit]]
    return items, items[-1]["id"] if len(rows) > limit else None


async def unread(uow: UnitOfWork, principal: Principal) -> int:
    """How many are unread; more than 99 are not counted."""
    count: int = await uow.fetchval(
        "SELECT count(*) FROM (SELECT 1 FROM notification n WHERE n.tenant_id = $1 "
        "AND n.member_id = $2 AND n.read_at IS NULL LIMIT 100) u",
        principal.tenant_id,
        principal.member_id,
    )
    return count


async def read(uow: UnitOfWork, principal: Principal, notification_id: UUID) -> None:
    """Mark one as read; again is harmless."""
    found = await uow.execute(
        "UPDATE notification SET read_at = coalesce(read_at, $4) "
        "WHERE tenant_id = $1 AND member_id = $2 AND id = $3",
        principal.tenant_id,
        principal.member_id,
        notification_id,
        clock.now(),
    )
    if not found:
        raise NotFound


async def read_all(uow: UnitOfWork, principal: Principal) -> int:
    """Mark all as read; how many were not."""
    return await uow.execute(
        "UPDATE notification SET read_at = $3 "
        "WHERE tenant_id = $1 AND member_id = $2 AND read_at IS NULL",
        principal.tenant_id,
        principal.member_id,
        clock.now(),
    )


async def preferences(uow: UnitOfWork, principal: Principal) -> dict[str, dict[str, bool]]:
    """For every kind, which ways are on."""
    kept = await _preferences(uow, principal)
    return {
        code: {channel: channel in channels_of(code, kept) for channel in CHANNELS}
        for code in KINDS
    }


async def quiet_hours(uow: UnitOfWork, principal: Principal) -> Quiet | None:
    """When the member's chats are left alone."""
    return quiet_of(await _preferences(uow, principal))


async def be_quiet(uow: UnitOfWork, principal: Principal, quiet: Quiet | None) -> None:
    """From now on at these hours, or at none."""
    await uow.execute(
        "UPDATE membership SET preferences = preferences || $3::jsonb "
        "WHERE tenant_id = $1 AND id = $2",
        principal.tenant_id,
        principal.member_id,
        {"quiet": msgspec.to_builtins(quiet)},
    )


async def _preferences(uow: UnitOfWork, principal: Principal) -> dict[str, Any]:
    kept: dict[str, Any] | None = await uow.fetchval(
        "SELECT preferences FROM membership WHERE tenant_id = $1 AND id = $2",
        principal.tenant_id,
        principal.member_id,
    )
    return kept or {}


async def prefer(uow: UnitOfWork, principal: Principal, wishes: dict[str, dict[str, bool]]) -> None:
    """Choose the ways, kind by kind."""
    for kind, ways in wishes.items():
        if kind not in KINDS or not set(ways) <= set(CHANNELS):
            raise Invalid(_("There is no such notification."))
    merged = {**await preferences(uow, principal)}
    for kind, ways in wishes.items():
        merged[kind] = {**merged[kind], **ways}
    await uow.execute(
        "UPDATE membership SET preferences = preferences || $3::jsonb "
        "WHERE tenant_id = $1 AND id = $2",
        principal.tenant_id,
        principal.member_id,
        {"notifications": merged},
    )
