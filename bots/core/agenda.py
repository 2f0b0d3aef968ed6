"""What is to be done: the day's appointments and tasks, and all that is open."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from bots.core.phrases import aside, listing, sentences
from bots.core.steps import command
from bots.core.talk import Talk
from crm.activities.calendar.reading import entries
from crm.records.periods import bounds
from crm.records.reading import demand_visible
from kernel import clock
from kernel.formats import format_time, format_weekday
from kernel.i18n import _, lazy

CUSTOMERS: Final = ("company", "contact")
SHOWN: Final = 10
WITH_BUTTON: Final = 5
LABEL: Final = 30
FAR: Final = timedelta(days=36_500)

_OPEN = """
SELECT t.id, t.title, t.due_at FROM task t
WHERE t.tenant_id = $1 AND t.owner_id = $2 AND t.status = 'open' AND t.deleted_at IS NULL
    AND (t.due_at IS NULL OR t.due_at < $3)
ORDER BY t.tenant_id, t.due_at NULLS LAST, t.id LIMIT 11
"""


_ABOUT = """
SELECT l.from_id, l.to_id FROM link l
WHERE l.tenant_id = $1 AND l.from_id = ANY($2::uuid[]) AND l.kind = 'links'
ORDER BY l.tenant_id, l.from_id, l.position
"""


@command("today", "今天", "今日", about=lazy("what is due today"))
async def today(talk: Talk, _rest: str) -> None:
    """Overdue and due until midnight, by the member's clock."""
    _morning, midnight = bounds("today", talk.principal.time_zone)
    await _appointments(talk, midnight)
    if not await _list(talk, midnight, _("Due today in %(workspace)s:")):
        await _free(talk)


async def _appointments(talk: Talk, midnight: datetime) -> None:
    me = talk.principal
    if not me.may("appointment:see"):
        return
    found = await entries(talk.uow, me, clock.now(), midnight, whose=me.member_id)
    if found:
        lead = _("Appointments today in %(workspace)s:", workspace=me.workspace)
        lines = [
            f"{_('all day') if one.all_day else format_time(one.starts_at)} "
            f"{aside(one.title, one.place or '')}"
            for one in found[:SHOWN]
        ]
        talk.say("\n".join([lead, *lines]))


@command("tasks", "任务", "待办", about=lazy("all open tasks"))
async def tasks(talk: Talk, _rest: str) -> None:
    """All that is open, soonest first."""
    if not await _list(talk, clock.now() + FAR, _("Open tasks in %(workspace)s:")):
        how = _("A sentence with a day makes one: “call Hualian on Friday”.")
        talk.say(sentences(_("There are no open tasks."), how))


async def _free(talk: Talk) -> None:
    """Nothing today; what comes next, if anything."""
    me = talk.principal
    rows = await talk.uow.fetch(_OPEN, me.tenant_id, me.member_id, clock.now() + FAR)
    said = [_("Nothing is due today.")]
    if rows:
        [line] = await _lines(talk, rows[:1])
        said.append(_("Next: %(task)s", task=line))
    talk.say("\n".join(said))


async def _list(talk: Talk, until: datetime, lead: str) -> bool:
    """Tell what is open until then; whether anything is."""
    talk.demand("task:see")
    me = talk.principal
    rows = await talk.uow.fetch(_OPEN, me.tenant_id, me.member_id, until)
    if not rows:
        return False
    lines = [lead % {"workspace": me.workspace}]
    lines += [f"{n}. {line}" for n, line in enumerate(await _lines(talk, rows[:SHOWN]), 1)]
    if len(rows) > SHOWN:
        lines.append(_("and more. The task list has all of them."))
    buttons = [
        talk.button("done", _("Done: %(title)s", title=title), task=row["id"])
        for row, title in list(zip(rows, _apart(rows), strict=True))[:WITH_BUTTON]
    ]
    talk.say("\n".join(lines), actions=buttons if me.may("task:edit") else [])
    return True


def _apart(rows: list[Any]) -> list[str]:
    """Their titles; those that several have with the number in the list."""
    titles = [row["title"][:LABEL] for row in rows]
    return [
        f"{number}. {title}" if titles.count(title) > 1 else title
        for number, title in enumerate(titles, 1)
    ]


async def _lines(talk: Talk, rows: list[Any]) -> list[str]:
    """What it is, with whom, and when."""
    ids = [row["id"] for row in rows]
    links = await talk.uow.fetch(_ABOUT, talk.principal.tenant_id, ids)
    seen = await demand_visible(talk.uow, talk.principal, [link["to_id"] for link in links])
    whom: dict[UUID, str] = {}
    for link in links:
        kind, title = seen.get(link["to_id"], ("", ""))
        if kind in CUSTOMERS:
            whom.setdefault(link["from_id"], title)
    now, lines = clock.now(), []
    for row in rows:
        due, customer = row["due_at"], whom.get(row["id"], "")
        named = "" if customer in row["title"] else customer
        late = _("overdue") if due is not None and due < now else ""
        when = format_weekday(due) if due else _("no date")
        lines.append(aside(row["title"], listing((named, late, when))))
    return lines
