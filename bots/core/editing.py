"""Edit: which field, and what instead; by a button or by the next message."""

from typing import Any, Final

from bots.core import drafts
from bots.core.cards import AGAIN, EDITABLE, KIND_LABELS, STAGES, show
from bots.core.choosing import ask_customer, name_party
from bots.core.currencies import currency_of
from bots.core.drafts import Again, DraftCard
from bots.core.noting import LONGEST, closed
from bots.core.phrases import sentences
from bots.core.steps import answer, button
from bots.core.talk import Pressed, Talk
from bots.core.understanding import understand
from bots.parsing import World
from bots.parsing.repeats import find_repeat
from kernel.errors import Invalid
from kernel.i18n import _

CHOICES: Final = {"kind": KIND_LABELS, "stage": STAGES, "again": AGAIN}
PARTIES: Final = ("company", "contact")


@button("edit")
async def edit(talk: Talk, pressed: Pressed) -> None:
    """Ask which field."""
    draft = await drafts.hold(talk, pressed.draft_id)
    if closed(talk, draft):
        return
    fields = [
        talk.button("field", str(label), draft=draft.id, field=name)
        for name, label in EDITABLE.items()
    ]
    fields.append(talk.button("back", _("Back"), draft=draft.id))
    talk.say(_("What shall I change?"), actions=fields, edit=True)


@button("back")
async def back(talk: Talk, pressed: Pressed) -> None:
    """The card again."""
    draft = await drafts.hold(talk, pressed.draft_id)
    if not closed(talk, draft):
        show(talk, draft, edit=True)


@button("field")
async def field(talk: Talk, pressed: Pressed) -> None:
    """Ask for the new value."""
    draft = await drafts.hold(talk, pressed.draft_id)
    if closed(talk, draft):
        return
    name = pressed.args["field"]
    if name in PARTIES:
        await ask_customer(talk, draft, name)
        return
    actions = [
        talk.button("set", str(label), draft=draft.id, field=name, value=value)
        for value, label in CHOICES.get(name, {}).items()
    ]
    if name in {"amount", "next_at", "next_text", "again", "stage"}:
        actions.append(talk.button("set", _("None"), draft=draft.id, field=name, value=None))
    actions.append(talk.button("back", _("Back"), draft=draft.id))
    talk.ask("field", draft=draft.id, field=name)
    talk.say(_question(name), actions=actions, edit=True)


def _question(name: str) -> str:
    return {
        "kind": _("What was it?"),
        "stage": _("How far has it come?"),
        "amount": _("How much? For example: 20,000 EUR"),
        "next_at": _("When is the next step? For example: Friday 3 pm"),
        "next_text": _("What is the next step?"),
        "again": _("How often does it come again? For example: every 2 weeks"),
        "text": _("Send the new text."),
    }[name]


@button("set")
async def set_(talk: Talk, pressed: Pressed) -> None:
    """A value by its button."""
    draft = await drafts.hold(talk, pressed.draft_id)
    if not closed(talk, draft):
        _put(draft.card, pressed.args["field"], pressed.args["value"])
        await drafts.keep(talk, draft)
        show(talk, draft, edit=True)


@answer("field")
async def typed(talk: Talk, question: dict[str, Any], text: str) -> None:
    """A value by the next message; what cannot be read is asked again."""
    draft, name = await drafts.hold(talk, question["draft"]), question["field"]
    if closed(talk, draft):
        return
    if name in PARTIES:
        await name_party(talk, draft, name, text)
        return
    currency = talk.principal.currency
    if name == "amount":
        currency = await currency_of(talk, draft.card)
    if not _read(draft.card, name, text, currency):
        talk.ask("field", draft=draft.id, field=name)
        talk.say(sentences(_("I could not read that."), _question(name)))
        return
    await drafts.keep(talk, draft)
    show(talk, draft)


def _read(card: DraftCard, name: str, text: str, currency: str) -> bool:
    if name == "text":
        if len(text) > LONGEST:
            raise Invalid(_("This is longer than a note can be. Please send it in parts."))
        card.text = text
        return True
    if name == "next_text":
        card.next_text = " ".join(text.split())[:500]
        card.sure[name] = 1.0
        return True
    if name in CHOICES:
        word = text.casefold()
        options = CHOICES[name].items()
        for value, label in options:
            if word in {value, str(label).casefold()}:
                _put(card, name, value)
                return True
    if name == "again":
        again = find_repeat(text.casefold())
        if again is not None:
            card.again, card.sure[name] = Again(again.value.unit, again.value.every), 1.0
        return again is not None
    value = getattr(understand(text, World(currency=currency)), name)
    if value is None or (name == "kind" and value == "note"):
        return False
    _put(card, name, value)
    return True


def _put(card: DraftCard, name: str, value: Any) -> None:
    if name == "again" and value is not None:
        value = Again(value)
    setattr(card, name, value)
    card.sure[name] = 1.0
