"""Calling by a list in the chat: one customer, its numbers, and a button for each outcome."""

from typing import Any, Final
from uuid import UUID

from bots.core.phrases import sentences
from bots.core.steps import answer, button, command
from bots.core.talk import Pressed, Talk
from crm.activities.calling.outcomes import Outcome, give_back, log
from crm.activities.calling.rules import rules
from crm.activities.calling.turns import Offer, take_next
from crm.customers.worklist.model import CALLS, WORKLIST
from crm.records.listing import Page, listed
from crm.records.reading import View
from kernel.filters import Group, Test
from kernel.formats import format_weekday
from kernel.i18n import _, lazy

SHOWN: Final = 5
LABEL: Final = 30
SCRIPT: Final = 600
NUMBERS: Final = 4
_OPEN: Final = Group("and", (Test("purpose", "eq", CALLS), Test("status", "eq", "open")))


@command("call", "电话", "外呼", about=lazy("the next customer of a call list"))
async def call(talk: Talk, _rest: str) -> None:
    """The next of the only list, or which lists there are."""
    talk.demand("worklist:edit")
    talk.demand("activity:create")
    page = Page(where=_OPEN, sort="-updated_at", limit=SHOWN)
    found = (await listed(talk.uow, talk.principal, WORKLIST, page)).items
    if not found:
        talk.say(_("There is no call list that you see."))
    elif len(found) == 1:
        await _next(talk, found[0]["id"])
    else:
        talk.say(_("Which list?"), actions=[_choice(talk, one) for one in found])


@button("call_next")
async def next_one(talk: Talk, pressed: Pressed) -> None:
    """The next of that list."""
    await _next(talk, UUID(pressed.args["list"]))


@button("call_done", once=True)
async def done(talk: Talk, pressed: Pressed) -> None:
    """Logged; the next one is a button away."""
    args = pressed.args
    said = Outcome(outcome=args["outcome"], text=args.get("text", ""))
    made = await log(talk.uow, talk.principal, UUID(args["entry"]), said)
    lead = _("Logged: %(name)s.", name=made.entry.title)
    if made.entry.state == "later":
        again = _("Again on %(when)s.", when=format_weekday(made.entry.next_call_at))
        lead = sentences(lead, again)
    talk.say(lead, actions=[talk.button("call_next", _("Next"), list=args["list"])])


@button("call_note")
async def note(talk: Talk, pressed: Pressed) -> None:
    """A line about the call follows, then its outcome."""
    talk.ask("call_note", entry=pressed.args["entry"], list=pressed.args["list"])
    talk.say(_("What was said? One line."))


@answer("call_note")
async def noted(talk: Talk, question: dict[str, Any], text: str) -> None:
    """The line is kept with the outcome that is chosen now."""
    talk.say(_("And what came of it?"), actions=await _outcomes(talk, question, text))


@button("call_stop", once=True)
async def stop(talk: Talk, pressed: Pressed) -> None:
    """Enough for now: somebody else may call."""
    entry = await give_back(talk.uow, talk.principal, UUID(pressed.args["entry"]))
    talk.say(_("Given back: %(name)s.", name=entry.title), edit=True)


async def _next(talk: Talk, worklist_id: UUID) -> None:
    offer = await take_next(talk.uow, talk.principal, worklist_id)
    if offer.turn is None:
        talk.say(_nobody(offer))
        return
    turn, entry = offer.turn, offer.turn.entry.id
    here = talk.principal.workspace
    lines = [_("Call %(name)s, %(workspace)s", name=turn.entry.title, workspace=here)]
    lines += [
        one.number if one.contact_id is None else f"{one.number} ({one.whose})"
        for one in turn.numbers[:NUMBERS]
    ] or [_("No number is known.")]
    if turn.script:
        lines += ["", turn.script[:SCRIPT]]
    actions = await _outcomes(talk, {"entry": entry, "list": worklist_id})
    actions += [
        talk.button("call_note", _("With a note…"), entry=entry, list=worklist_id),
        talk.button("call_stop", _("Give back and stop"), entry=entry),
    ]
    talk.say("\n".join(lines), actions=actions)


def _nobody(offer: Offer) -> str:
    if offer.later_at is None:
        return _("Nobody is left to call.")
    return _("The next call is due %(when)s.", when=format_weekday(offer.later_at))


async def _outcomes(talk: Talk, where: dict[str, Any], text: str = "") -> list[Any]:
    about = {"entry": where["entry"], "list": where["list"]} | ({"text": text} if text else {})
    return [
        talk.button("call_done", one.label[:LABEL], outcome=code, **about)
        for code, one in (await rules(talk.uow, talk.principal)).items()
    ]


def _choice(talk: Talk, one: View) -> Any:
    return talk.button("call_next", one["title"][:LABEL], list=one["id"])
