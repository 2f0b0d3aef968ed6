"""What the bot says by itself around appointments: a briefing before, a question in the evening."""

from datetime import datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from bots.core import drafts, noting
from bots.core.drafts import Draft, Party
from bots.core.reminding import announce, tells
from bots.core.steps import BUTTONS, answer, button
from bots.core.talk import Pressed, Talk
from crm.activities.calendar.reading import Entry, entries
from crm.records.periods import bounds
from crm.records.reading import demand_visible
from kernel import clock, jobs
from kernel.formats import format_time, local
from kernel.i18n import _, lazy, use
from kernel.ids import uuid7
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.access.acting import member
from tenants.notifications.kinds import declare
from tenants.notifications.service import Notice, notify
from tenants.workspace.everywhere import everywhere

BRIEFING, UNLOGGED, LOOK = "briefing", "unlogged", "chat.by_itself"
SOON: Final = timedelta(minutes=30)
FROM, TO = time(18), time(21)
SHOWN: Final = 5
CUSTOMERS: Final = ("company", "contact")

declare(BRIEFING, lazy("Half an hour before an appointment: what to know of the customer"), "chat")
declare(UNLOGGED, lazy("In the evening: appointments of which nothing is logged"), "chat")

_WHO = """
SELECT DISTINCT w.id FROM (
    SELECT a.owner_id AS id FROM appointment a WHERE a.tenant_id = $1 AND a.deleted_at IS NULL
        AND a.begins_at < $3 AND (a.lasts_until IS NULL OR a.lasts_until > $2)
    UNION ALL
    SELECT t.member_id FROM attendance t
    JOIN appointment a ON a.tenant_id = $1 AND a.id = t.appointment_id AND a.deleted_at IS NULL
        AND a.begins_at < $3 AND (a.lasts_until IS NULL OR a.lasts_until > $2)
    WHERE t.tenant_id = $1) w WHERE w.id IS NOT NULL
"""
_ABOUT = """
SELECT l.to_id FROM link l WHERE l.tenant_id = $1 AND l.from_id = $2
    AND l.kind IN ('links', 'guests') ORDER BY l.tenant_id, l.kind DESC, l.position
"""
_LOGGED = """
SELECT EXISTS (SELECT 1 FROM link l
    JOIN activity a ON a.tenant_id = $1 AND a.id = l.from_id AND a.deleted_at IS NULL
        AND a.happened_at >= $3
    WHERE l.tenant_id = $1 AND l.to_id = ANY($2) AND l.kind = 'links')
"""
_ONCE = """
INSERT INTO chat_told (tenant_id, member_id, what, at) VALUES ($1, $2, $3, $4)
ON CONFLICT (tenant_id, member_id, what) DO NOTHING RETURNING true
"""


@jobs.job("chat.tick", cron="*/5 * * * *")
async def tick(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """Every five minutes: one job for each workspace."""
    await everywhere(uow, LOOK)


@jobs.job(LOOK)
async def look(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """Whoever takes part in something today."""
    tenant_id: UUID = uow.tenant_id  # type: ignore[assignment]
    now, day = clock.now(), timedelta(days=1)
    for row in await uow.fetch(_WHO, tenant_id, now - day, now + day):
        who = await member(uow, tenant_id, row["id"], via="system")
        if who is None or not who.may("appointment:see"):
            continue
        with use(who.language, who.time_zone):
            await _before(uow, who, now)
            if FROM <= local(now).time() < TO:
                await _after(uow, who, now)


async def _before(uow: UnitOfWork, who: Principal, now: datetime) -> None:
    for one in await entries(uow, who, now, now + SOON, whose=who.member_id):
        customers = await _customers(uow, who, one)
        if one.all_day or one.starts_at <= now or not customers:
            continue
        if await _first(uow, who, f"{BRIEFING}:{one.appointment_id}:{one.day}", now):
            title = _("%(time)s %(title)s", time=format_time(one.starts_at), title=one.title)
            await _notify(uow, who, BRIEFING, title, one.place or "", customers[0])


async def _after(uow: UnitOfWork, who: Principal, now: datetime) -> None:
    """What began today, is over, and has left no trace with its customers."""
    if not who.may("activity:create"):
        return
    morning, _midnight = bounds("today", who.time_zone)
    found = await entries(uow, who, morning, now, whose=who.member_id)
    for one in [e for e in found if not e.all_day and morning <= e.starts_at and e.ends_at <= now]:
        customers = await _customers(uow, who, one)
        if not customers or await uow.fetchval(_LOGGED, who.tenant_id, customers, one.starts_at):
            continue
        if await _first(uow, who, f"{UNLOGGED}:{one.appointment_id}:{one.day}", now):
            title = _("Nothing is logged yet: %(title)s", title=one.title)
            at = format_time(one.starts_at)
            await _notify(uow, who, UNLOGGED, title, at, one.appointment_id)


async def _notify(
    uow: UnitOfWork, who: Principal, kind: str, title: str, body: str, about: UUID
) -> None:
    await notify(uow, member_id=who.member_id, kind=kind, title=title, body=body, record_id=about)


async def _customers(uow: UnitOfWork, who: Principal, one: Entry) -> list[UUID]:
    rows = await uow.fetch(_ABOUT, who.tenant_id, one.appointment_id)
    seen = await demand_visible(uow, who, [row["to_id"] for row in rows])
    return [row["to_id"] for row in rows if seen.get(row["to_id"], ("",))[0] in CUSTOMERS]


async def _first(uow: UnitOfWork, who: Principal, what: str, now: datetime) -> bool:
    return bool(await uow.fetchval(_ONCE, who.tenant_id, who.member_id, what, now))


@tells(BRIEFING)
async def brief(talk: Talk, notice: Notice) -> None:
    """The briefing itself follows, where there is one."""
    announce(talk, notice)
    briefing = BUTTONS.get("brief")
    if briefing is not None:
        record = {"record": str(notice.record_id)}
        await briefing.handler(talk, Pressed(id=uuid7(), kind="brief", args=record))


@tells(UNLOGGED)
async def ask(talk: Talk, notice: Notice) -> None:
    """One sentence is enough, and so is that it did not take place."""
    about = {"appointment": notice.record_id}
    buttons = [
        talk.button("visit_log", _("Log it"), **about),
        talk.button("visit_none", _("It did not take place")),
    ]
    announce(talk, notice, buttons)


@button("visit_log")
async def log(talk: Talk, pressed: Pressed) -> None:
    """The next message is about it."""
    talk.ask("visit", appointment=pressed.args["appointment"])
    talk.say(_("What happened? One sentence is enough."))


@button("visit_none")
async def none(talk: Talk, _pressed: Pressed) -> None:
    """Nothing to log."""
    talk.say(_("All right, nothing is logged."), edit=True)


@answer("visit")
async def visited(talk: Talk, question: dict[str, Any], text: str) -> None:
    """As any sentence, and the appointment's customer stands on the card."""
    rows = await talk.uow.fetch(_ABOUT, talk.principal.tenant_id, UUID(question["appointment"]))
    seen = await demand_visible(talk.uow, talk.principal, [row["to_id"] for row in rows])

    async def with_customer(draft: Draft) -> None:
        for row in rows:
            kind, title = seen.get(row["to_id"], ("", ""))
            if kind in CUSTOMERS and getattr(draft.card, kind) is None:
                setattr(draft.card, kind, Party(title, row["to_id"]))
        if draft.card.kind == "note":
            draft.card.kind = "visit"
        await drafts.keep(talk, draft)

    await noting.note(talk, text, also=with_customer)
