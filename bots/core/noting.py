"""A sentence becomes a draft; nothing else is written before Save, and nothing said is lost."""

from collections.abc import Awaitable, Callable
from typing import Final
from uuid import UUID

from bots.core import drafts, rereading
from bots.core.asking import answered_at_once
from bots.core.cards import card_of, show
from bots.core.currencies import settle_currency
from bots.core.drafts import Draft
from bots.core.help import greet
from bots.core.knowing import best_line
from bots.core.steps import button, command
from bots.core.talk import Pressed, Talk
from bots.core.understanding import customers_apart, says_nothing, understand
from bots.core.world import world_of
from kernel.errors import Invalid
from kernel.i18n import _, lazy
from kernel.texts import begun, one_line

Also = Callable[[Draft], Awaitable[None]]
LONGEST: Final = 20_000
SHORTEST: Final = 6
SHOWN: Final = 60
_HAN_FROM: Final = "\u2e80"


async def note(talk: Talk, text: str, *, also: Also | None = None) -> None:
    """Understand a sentence and show its card; what is no sentence gets help.

    `also` is what comes with the (first) card, and makes a note of any words.
    """
    if len(text) > LONGEST:
        raise Invalid(_("This is longer than a note can be. Please send it in parts."))
    if not text:
        greet(talk)
        return
    if also is None and not talk.inbound.forwarded and await answered_at_once(talk, text):
        return
    world = await world_of(talk.uow, talk.principal, text)
    cards = [understand(part, world) for part in customers_apart(text, world)]
    empty = all(says_nothing(card) for card in cards)
    known = empty and await _say_known(talk, text)
    if empty and also is None and _width(text) < SHORTEST:
        if not known:
            greet(talk)
        return
    if not talk.principal.may("activity:create"):
        talk.say(_("Your role reads, but does not log. /find and /today work for you."))
        return
    lead = ""
    if empty:
        lead = _("I recognised no customer here. Choose one, or save it as a note. /help helps.")
    for card in cards:
        await settle_currency(talk, card)
        draft = await drafts.begin(talk, card)
        if also is not None:
            await also(draft)
            also = None
        show(talk, draft, lead)
        await rereading.once_more(talk, draft)


async def _say_known(talk: Talk, text: str) -> bool:
    """Whoever only names an objection or a competitor wants to know what to say."""
    known, said = await best_line(talk, text)
    if known:
        talk.say(known, actions=said)
    return bool(known)


def _width(text: str) -> int:
    return sum(2 if letter >= _HAN_FROM else 1 for letter in text)


async def done_before(talk: Talk, draft_id: UUID | None) -> None:
    """A second tap: nothing happens twice, and the answer says what did happen."""
    if draft_id is None:
        talk.say(_("This is done already."))
        return
    draft = await drafts.hold(talk, draft_id)
    if not closed(talk, draft):
        show(talk, draft, edit=True)


def closed(talk: Talk, draft: Draft) -> bool:
    """Whether the draft is no longer on the table; then it says what became of it."""
    if draft.state == "saved":
        talk.say(
            _("This is saved already, in %(workspace)s.", workspace=talk.principal.workspace),
            card=card_of(talk, draft.card, "saved"),
            edit=True,
        )
    elif draft.state == "cancelled":
        talk.say(_("This was cancelled. Your words are kept; say them again to log them."))
    return draft.state != "open"


@command("log", "记录", "记", about=lazy("log a visit, call or meeting in one sentence"))
async def log(talk: Talk, rest: str) -> None:
    """`/log` and a sentence, or first the one and then the other."""
    if rest:
        await note(talk, rest)
        return
    talk.say(_("What happened? One sentence is enough."))


@command("cancel", "取消", about=lazy("drop the card on the table"))
async def cancel_command(talk: Talk, _rest: str) -> None:
    """Whatever is open in this chat; a question that was put is over in any case."""
    draft = await drafts.last_open(talk)
    if talk.was_asked:
        talk.say(_("All right, never mind."))
    elif draft is None:
        talk.say(_("There is nothing to cancel."))
    else:
        await _cancel(talk, draft)


@button("cancel", once=True)
async def cancel(talk: Talk, pressed: Pressed) -> None:
    """Drop the card; the text stays with the cancelled draft."""
    draft = await drafts.hold(talk, pressed.draft_id)
    if not closed(talk, draft):
        await _cancel(talk, draft)


async def _cancel(talk: Talk, draft: Draft) -> None:
    draft.state = "cancelled"
    await drafts.keep(talk, draft)
    talk.say(
        _(
            "Cancelled. Nothing was saved of “%(text)s”.",
            text=begun(one_line(draft.card.text), SHOWN),
        ),
        actions=[talk.button("reopen", _("Undo"), draft=draft.id)],
        edit=True,
    )


@button("reopen")
async def reopen(talk: Talk, pressed: Pressed) -> None:
    """Back on the table."""
    draft = await drafts.hold(talk, pressed.draft_id)
    if draft.state == "saved":
        closed(talk, draft)
        return
    draft.state = "open"
    await drafts.keep(talk, draft)
    show(talk, draft, edit=True)
