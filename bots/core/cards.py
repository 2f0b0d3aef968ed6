"""Drafts as cards: each fact with its label, its value and how sure we are."""

from typing import Any, Final
from uuid import UUID

import msgspec

from bots.core.drafts import Again, Draft, DraftCard, Party
from bots.core.messages import Action, Card, CardField
from bots.core.phrases import aside
from bots.core.talk import Talk
from crm.activities.activity.model import ACTIVITY, KINDS
from crm.activities.repeating import REPEATS
from crm.records.kinds.choices import label_of
from crm.records.narrowing import as_kept
from kernel.formats import format_money, format_weekday, local
from kernel.i18n import _, lazy, ngettext

STAGES: Final = {
    "qualified": lazy("Qualified"),
    "proposal": lazy("Proposal"),
    "negotiation": lazy("Negotiation"),
    "won": lazy("Won"),
    "lost": lazy("Lost"),
}
AGAIN: Final = {choice.value: choice.label for choice in REPEATS}
KIND_LABELS: Final = {choice.value: choice.label for choice in KINDS}
EDITABLE: Final = {
    "company": lazy("Customer"),
    "contact": lazy("Contact"),
    "kind": lazy("Kind"),
    "amount": lazy("Amount"),
    "next_at": lazy("Next date"),
    "next_text": lazy("Next step"),
    "again": lazy("Again"),
    "stage": lazy("Stage"),
    "text": lazy("Text"),
}


def card_of(talk: Talk, card: DraftCard, kind: str = "activity") -> Card:
    """Everything that was understood, in the order in which it is read."""
    fields = [
        _customer(card.company),
        _party("contact", card.contact, _("Contact"), _("Contact (new)")),
        CardField("kind", _("Kind"), card.kind, card.sure.get("kind", 0.5), _kind(talk, card.kind)),
        *_facts(card),
        CardField("text", _("Text"), card.text, 1.0, card.text),
        _files(card),
    ]
    return Card(kind, [f for f in fields if f is not None], talk.principal.workspace)


def _customer(party: Party | None) -> CardField | None:
    private = party is not None and party.person
    new = _("Customer (new, a private person)") if private else _("Customer (new)")
    return _party("company", party, _("Customer"), new)


def _party(name: str, party: Party | None, known: str, new: str) -> CardField | None:
    if party is None:
        return None
    label = known if party.id else new
    return CardField(name, label, party.name, party.confidence, party.name)


def _files(card: DraftCard) -> CardField | None:
    shown = _(", ").join(card.files)
    return CardField("files", _("Files"), card.files, 1.0, shown) if shown else None


def _kind(talk: Talk, code: str) -> str:
    return label_of(as_kept(ACTIVITY, talk.principal).fields["kind"], code)


def _facts(card: DraftCard) -> list[CardField]:
    found: list[CardField] = []

    def add(name: str, label: str, value: Any, shown: str) -> None:
        found.append(CardField(name, label, value, card.sure.get(name, 1.0), shown))

    if card.amount is not None:
        money = {"amount_minor": card.amount.amount_minor, "currency": card.amount.currency}
        shown = format_money(card.amount.amount_minor, card.amount.currency)
        add("amount", _("Amount"), money, shown)
    if card.happened_at is not None:
        when = local(card.happened_at).isoformat()
        add("happened_at", _("When"), when, format_weekday(card.happened_at))
    if card.next_at is not None:
        add("next_at", _("Next"), local(card.next_at).isoformat(), format_weekday(card.next_at))
    if card.again is not None and card.next_at is not None:
        again = msgspec.to_builtins(card.again)
        add("again", _("Again"), again, how_often(card.again))
    if card.next_text:
        add("next_text", _("Next step"), card.next_text, card.next_text)
    if card.stage:
        add("stage", _("Stage"), card.stage, str(STAGES.get(card.stage, card.stage)))
    return found


def how_often(again: Again) -> str:
    """Every two weeks, and the like."""
    many = again.every
    if many == 1:
        return str(AGAIN[again.unit])
    words = {
        "daily": ngettext("Every %(num)s day", "Every %(num)s days", many),
        "weekly": ngettext("Every %(num)s week", "Every %(num)s weeks", many),
        "monthly": ngettext("Every %(num)s month", "Every %(num)s months", many),
        "yearly": ngettext("Every %(num)s year", "Every %(num)s years", many),
    }
    return words[again.unit]


def undecided(card: DraftCard) -> bool:
    """Whether a customer may be meant, and none is certain."""
    people = card.contacts if card.contact is None else []
    return card.company is None and bool(card.companies or people)


def draft_actions(talk: Talk, draft: Draft) -> list[Action]:
    """The buttons under an open draft: choices first where there is something to choose."""
    card, found = draft.card, []
    found += who_is_meant(talk, draft)
    found.append(talk.button("save", _save_label(card), draft=draft.id))
    if _creates(card):
        found.append(talk.button("without", _("Save, create nobody"), draft=draft.id))
        found += _natures(talk, draft)
    found += [
        talk.button("edit", _("Edit"), draft=draft.id),
        talk.button("other", _("Other customer"), draft=draft.id),
        talk.button("cancel", _("Cancel"), draft=draft.id),
    ]
    return found


def who_is_meant(talk: Talk, draft: Draft) -> list[Action]:
    """Buttons for those between whom we cannot decide; who is chosen says at which firm."""
    card = draft.card
    people = card.contacts if card.contact is None else []
    firms = card.companies if card.company is None else []
    if {firm.name for firm in firms} <= {one.firm for one in people}:
        firms = []
    found = [choice(talk, draft.id, "company", firm) for firm in firms]
    for one in people:
        label = aside(one.name, one.firm) if card.company is None else one.name
        found.append(choice(talk, draft.id, "contact", one, label))
    return found


def choice(talk: Talk, draft_id: UUID, field: str, party: Party, label: str = "") -> Action:
    """A button that says who was meant."""
    return talk.button(
        "choose", label or party.name, draft=draft_id, field=field, id=party.id, name=party.name
    )


def _natures(talk: Talk, draft: Draft) -> list[Action]:
    """A new customer is a firm or a private person; a new contact without a firm may be one too."""
    company, contact = draft.card.company, draft.card.contact
    if company is not None and company.id is None and company.person:
        return [talk.button("nature", _("It is a firm"), draft=draft.id, person=False)]
    alone = company is None and contact is not None
    new = company if contact is None else contact if alone else None
    if new is None or new.id is not None:
        return []
    return [talk.button("nature", _("It is a private customer"), draft=draft.id, person=True)]


def _creates(card: DraftCard) -> list[str]:
    parties = (card.company, card.contact)
    return [party.name for party in parties if party is not None and party.id is None]


def _save_label(card: DraftCard) -> str:
    new = _creates(card)
    if not new:
        return _("Save")
    return _("Save and create %(names)s", names=_(", ").join(new))


def show(talk: Talk, draft: Draft, lead: str = "", *, edit: bool = False) -> None:
    """Put the draft on the table."""
    text = lead or (_("Whom do you mean?") if undecided(draft.card) else _("Shall I save this?"))
    talk.say(
        _("%(workspace)s: %(text)s", workspace=talk.principal.workspace, text=text),
        card=card_of(talk, draft.card),
        actions=draft_actions(talk, draft),
        edit=edit,
    )
