"""The pool in the chat: what waits, taking it, and what to do before a customer goes back."""

from typing import Any, Final
from uuid import UUID

from bots.core.phrases import aside, listing
from bots.core.reminding import announce, tells
from bots.core.steps import answer, button, command
from bots.core.talk import Pressed, Talk
from crm.activities.activity.service import Activities
from crm.customers.pool import taking
from crm.customers.pool.lying import lying
from crm.customers.pool.service import PoolView, pools
from crm.customers.pool.standing import standing
from crm.customers.reclaim.extending import ASKED, ask, decide
from crm.customers.reclaim.running import WARNING
from crm.customers.reclaim.service import verdict_of
from crm.records.service import service_of
from kernel.errors import Conflict
from kernel.i18n import _, lazy
from tenants.notifications.service import Notice

SHOWN: Final = 5
LABEL: Final = 30
MORE_DAYS: Final = 14


@command("pool", "公海", "公海池", about=lazy("customers that nobody owns"))
async def pool(talk: Talk, _rest: str) -> None:
    """What waits in the only pool, or which pools there are."""
    talk.demand("company:see")
    found = await _open(talk)
    if not found:
        talk.say(_("There is no pool that you may take from."))
    elif len(found) == 1:
        await _show(talk, found[0].id)
    else:
        buttons = [
            talk.button("pool_look", f"{one.name} ({one.waiting})"[:LABEL], pool=one.id)
            for one in found[:SHOWN]
        ]
        talk.say(_("Which pool?"), actions=buttons)


@button("pool_look")
async def look(talk: Talk, pressed: Pressed) -> None:
    """What waits in that one."""
    await _show(talk, UUID(pressed.args["pool"]))


async def _open(talk: Talk) -> list[PoolView]:
    return [one for one in await pools(talk.uow, talk.principal) if one.enabled]


async def _show(talk: Talk, pool_id: UUID) -> None:
    me = talk.principal
    place = await standing(talk.uow, me, pool_id)
    found = await lying(talk.uow, me, place, limit=SHOWN)
    where = {"pool": place.name, "workspace": me.workspace}
    if not found.items:
        talk.say(_("Nothing waits in %(pool)s, %(workspace)s.") % where)
        return
    lines = [_("Waiting in %(pool)s, %(workspace)s:") % where]
    for number, entry in enumerate(found.items, 1):
        facts = [str(entry.record.get(name) or "") for name in ("level", "industry", "city")]
        lines.append(f"{number}. {aside(entry.record['title'], listing(facts))}")
    if found.next:
        lines.append(_("and more. The pool's page has all of them."))
    buttons = [
        talk.button(
            "pool_claim",
            _("Claim: %(title)s", title=entry.record["title"][:LABEL]),
            pool=place.id,
            record=entry.record["id"],
        )
        for entry in found.items
    ]
    may = me.may(f"{place.record_type}:edit")
    talk.say("\n".join(lines), actions=buttons if may else [])


@button("pool_claim", once=True)
async def claim(talk: Talk, pressed: Pressed) -> None:
    """Mine, unless somebody was faster."""
    ids = (UUID(pressed.args["pool"]), UUID(pressed.args["record"]))
    record = await taking.claim(talk.uow, talk.principal, *ids)
    known = talk.button("brief", _("What to know of them"), record=record["id"])
    talk.say(_("%(title)s is yours now.", title=record["title"]), actions=[known])


@tells(WARNING)
def warn(talk: Talk, notice: Notice) -> None:
    """Before it goes: a visit, more days, or giving it up."""
    record = notice.record_id
    buttons = [
        talk.button("pool_visit", _("Log a visit"), record=record),
        talk.button("pool_days", _("Ask for more days"), record=record),
        talk.button("pool_give_up", _("Give it up"), record=record),
    ]
    announce(talk, notice, buttons)


@button("pool_visit")
async def visit(talk: Talk, pressed: Pressed) -> None:
    """One sentence about it follows."""
    title = await _title(talk, pressed.args["record"])
    talk.ask("pool_visit", record=pressed.args["record"])
    talk.say(_("What happened with %(title)s?", title=title))


@answer("pool_visit")
async def visited(talk: Talk, question: dict[str, Any], text: str) -> None:
    """The sentence is kept as a visit."""
    talk.demand("activity:create")
    links = [{"id": UUID(question["record"])}]
    said = {"text": text, "kind": "visit", "links": links}
    await Activities(talk.uow, talk.principal).create(said)
    verdict = await verdict_of(talk.uow, UUID(question["record"]))
    left = verdict.left if verdict is not None else None
    if left is None:
        talk.say(_("Logged."))
    else:
        talk.say(_("Logged. Days left now: %(days)s.", days=left))


@button("pool_days", once=True)
async def more_days(talk: Talk, pressed: Pressed) -> None:
    """Asked of whoever administers the pool."""
    talk.demand("company:edit")
    asked = await ask(talk.uow, talk.principal, UUID(pressed.args["record"]), MORE_DAYS, "")
    talk.say(_("I asked for %(days)s more days for %(title)s.", days=MORE_DAYS, title=asked.title))


@button("pool_give_up")
async def give_up(talk: Talk, pressed: Pressed) -> None:
    """The reason follows."""
    title = await _title(talk, pressed.args["record"])
    talk.ask("pool_give_up", record=pressed.args["record"])
    talk.say(_("Why do you give %(title)s up? One line.", title=title))


@answer("pool_give_up")
async def given_up(talk: Talk, question: dict[str, Any], text: str) -> None:
    """Into the pool to which it would go by itself."""
    record = UUID(question["record"])
    title = await _title(talk, question["record"])
    verdict = await verdict_of(talk.uow, record)
    place = verdict.rule.place.id if verdict is not None and verdict.rule is not None else None
    if place is None:
        found = [one for one in await _open(talk) if one.record_type == "company"]
        if not found:
            raise Conflict(_("There is no pool that you may take from."))
        place = found[0].id
    await taking.release(talk.uow, talk.principal, place, record, text)
    talk.say(_("%(title)s lies in the pool.", title=title))


@tells(ASKED)
def asked(talk: Talk, notice: Notice) -> None:
    """Somebody wants to keep a customer longer."""
    buttons = [
        talk.button("pool_grant", _("Grant"), request=notice.record_id),
        talk.button("pool_refuse", _("Refuse"), request=notice.record_id),
    ]
    announce(talk, notice, buttons)


@button("pool_grant", once=True)
async def grant(talk: Talk, pressed: Pressed) -> None:
    """It stays with its owner."""
    done = await decide(talk.uow, talk.principal, UUID(pressed.args["request"]), granted=True)
    talk.say(_("Granted: %(title)s.", title=done.title), edit=True)


@button("pool_refuse", once=True)
async def refuse(talk: Talk, pressed: Pressed) -> None:
    """It goes when its time is over."""
    done = await decide(talk.uow, talk.principal, UUID(pressed.args["request"]), granted=False)
    talk.say(_("Refused: %(title)s.", title=done.title), edit=True)


async def _title(talk: Talk, record: str) -> str:
    found = await service_of("company", talk.uow, talk.principal).get(UUID(record))
    return str(found["title"])
