"""The pipeline and the targets as pictures, drawn by the worker when somebody asks for them."""

import asyncio
from typing import Any, Final
from uuid import UUID

from bots.core.deals import MINE
from bots.core.drawing import Bar, bars, short
from bots.core.enclosing import Whole
from bots.core.messages import File, Inbound
from bots.core.numbers import target_line
from bots.core.reaching import tell_all, tell_in
from bots.core.steps import button
from bots.core.talk import Pressed, Talk
from crm.activities.digest.tasks import DIGEST
from crm.analytics.targets.service import current
from crm.records.beside.store import Store, settings
from crm.records.listing import MAX_LIMIT, Page
from crm.records.people import people
from crm.records.reading import View
from crm.sales.deal.service import Deals
from crm.sales.pipeline.reading import pipelines
from kernel import clock, jobs
from kernel.formats import format_money
from kernel.i18n import _, ngettext, use, zone
from kernel.ids import uuid7
from kernel.jobs import Work
from kernel.money import Money
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.access import acting
from tenants.notifications.service import CHATS, Notice

DRAW: Final = "chat.draw"
EVERYWHERE: Final = ""
MONDAY: Final = 0
MOST: Final = 1000
SHOWN: Final = 8

_KEEP = """
INSERT INTO chat_file (tenant_id, id, member_id, kind, name, media_type, size, sha256, state,
                       created_at)
VALUES ($1, $2, $3, 'photo', $4, 'image/png', $5, $6, 'kept', $7)
"""


@button("picture")
async def ask(talk: Talk, pressed: Pressed) -> None:
    """It is drawn elsewhere, and comes in a moment."""
    where = {"channel": talk.inbound.channel, "chat_id": talk.inbound.chat_id}
    me = {"member_id": str(talk.principal.member_id), "what": pressed.args["what"]}
    await jobs.enqueue(talk.uow, DRAW, me | where)
    talk.say(_("The picture comes in a moment."))


@jobs.job(DRAW, parts=True)
async def draw(work: Work, payload: dict[str, Any]) -> None:
    """Read, draw beside the database, send."""
    async with work() as uow:
        tenant_id = uow.tenant_id
        who = await _member(uow, payload)
        if who is None or tenant_id is None:
            return
        with use(who.language, who.time_zone):
            seen = await SEEN[payload["what"]](uow, who)
    if seen is None:
        return
    lines, shown = seen
    png = await asyncio.to_thread(bars, shown)
    picture = File(uuid7(), f"{payload['what']}.png", "image/png")
    stored = await Store(settings()).put(tenant_id, picture.id, Whole(png))
    async with work() as uow:
        who = await _member(uow, payload)
        if who is None:
            return
        about = (picture.name, stored.size, stored.sha256, clock.now())
        await uow.execute(_KEEP, tenant_id, picture.id, who.member_id, *about)
        text = "\n".join(lines)

        def tell(talk: Talk) -> None:
            talk.say(text, picture=picture)

        if payload["channel"] == EVERYWHERE:
            await tell_all(uow, who, tell)
        else:
            await tell_in(uow, who, (payload["channel"], payload["chat_id"]), tell)


async def week_begins(uow: UnitOfWork, notice: Notice) -> None:
    """What the morning tells comes on a Monday with the pipeline and the targets as pictures."""
    who = await acting.member(uow, notice.tenant_id, notice.member_id)
    if notice.kind != DIGEST or who is None:
        return
    if clock.now().astimezone(zone(who.time_zone)).weekday() == MONDAY:
        me = {"member_id": str(who.member_id), "channel": EVERYWHERE, "chat_id": ""}
        for what in SEEN:
            await jobs.enqueue(uow, DRAW, me | {"what": what})


CHATS.append(week_begins)


async def _member(uow: UnitOfWork, payload: dict[str, Any]) -> Principal | None:
    tenant_id: UUID = uow.tenant_id  # type: ignore[assignment]
    return await acting.member(uow, tenant_id, UUID(payload["member_id"]))


async def _pipeline(uow: UnitOfWork, who: Principal) -> tuple[list[str], list[Bar]] | None:
    """The member's own open deals by stage; amounts in the workspace's currency are summed."""
    if not who.may("deal:see"):
        return None
    found = await _mine(uow, who)
    known = await pipelines(uow)
    sums: dict[UUID, int] = {}
    counts: dict[UUID, int] = {}
    for deal in found:
        amount, stage = deal["amount"] or {}, deal["stage_id"]
        counts[stage] = counts.get(stage, 0) + 1
        if amount.get("currency") == who.currency:
            sums[stage] = sums.get(stage, 0) + amount["amount_minor"]
    stages = sorted((known.stages[s] for s in counts if s in known.stages), key=_place)
    if not stages:
        return None
    lines = [_("Your pipeline in %(workspace)s:", workspace=who.workspace)]
    shown = []
    for number, stage in enumerate(stages[:SHOWN], 1):
        total = sums.get(stage.id, 0)
        deals = ngettext("%(num)s deal", "%(num)s deals", counts[stage.id])
        lines.append(f"{number}. {stage.name}: {format_money(total, who.currency)}, {deals}")
        value = float(Money(total, who.currency).decimal())
        shown.append(Bar(value, short(value)))
    return lines, shown


async def _mine(uow: UnitOfWork, who: Principal) -> list[View]:
    deals, after = Deals(uow, who), ""
    found: list[View] = []
    while len(found) < MOST:
        page = await deals.listed(Page(where=MINE, sort="-amount", limit=MAX_LIMIT, after=after))
        found += page.items
        if not page.next:
            break
        after = page.next
    return found


def _place(stage: Any) -> tuple[str, int]:
    return str(stage.pipeline_id), stage.position


async def _targets(uow: UnitOfWork, who: Principal) -> tuple[list[str], list[Bar]] | None:
    """Each in percent of itself; the mark is where the days that have begun should have led to."""
    found = await current(uow, who)
    if not found:
        return None
    found.sort(key=lambda one: (one.subject_id != who.member_id, one.scope != "company"))
    everybody = await people(uow)
    talk = Talk(uow, who, Inbound(channel=""))
    lines = [_("Targets in %(workspace)s:", workspace=who.workspace)]
    shown = []
    for number, one in enumerate(found[:SHOWN], 1):
        lines.append(f"{number}. {target_line(talk, one, everybody)}")
        reached = 100 * (one.attainment or 0)
        due = 100 * one.workdays_begun / max(one.workdays, 1)
        shown.append(Bar(min(reached, 150), f"{reached:.0f}%", of=100, mark=due))
    return lines, shown


SEEN: Final = {"pipeline": _pipeline, "targets": _targets}
