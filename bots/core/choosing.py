"""Other customer: the likely ones by a button, any by name, a new one if need be."""

from typing import Any, Final
from uuid import UUID

from bots.core import drafts
from bots.core.cards import choice, show
from bots.core.currencies import settle_currency
from bots.core.drafts import Draft, DraftCard, Party
from bots.core.noting import closed
from bots.core.steps import answer, button
from bots.core.talk import Pressed, Talk
from bots.core.understanding import CERTAIN, CHOICES, POSSIBLE, party
from bots.core.world import world_of
from bots.parsing import World, parse
from crm.records.reading import demand_visible
from kernel import clock
from kernel.errors import Invalid, NotFound
from kernel.i18n import _, current_zone

LONGEST_NAME: Final = 200
_EMPLOYERS = """
SELECT l.to_id FROM link l WHERE l.tenant_id = $1 AND l.from_id = $2 AND l.kind = 'companies'
    AND NOT EXISTS (SELECT 1 FROM employment m WHERE m.tenant_id = $1 AND m.contact_id = $2
        AND m.company_id = l.to_id AND m.inactive_since IS NOT NULL)
ORDER BY l.tenant_id, l.position
"""


@button("other")
async def other(talk: Talk, pressed: Pressed) -> None:
    """Three candidates, and the way to a new one."""
    draft = await drafts.hold(talk, pressed.draft_id)
    if not closed(talk, draft):
        await ask_customer(talk, draft, "company")


async def ask_customer(talk: Talk, draft: Draft, name: str) -> None:
    """Whom, by a button or by the next message."""
    options = await _options(talk, draft, name)
    actions = [choice(talk, draft.id, name, option) for option in options]
    actions += [
        talk.button("new", _("New customer"), draft=draft.id, field=name)
        if name == "company"
        else talk.button("new", _("New contact"), draft=draft.id, field=name),
        talk.button("set", _("None"), draft=draft.id, field=name, value=None),
        talk.button("back", _("Back"), draft=draft.id),
    ]
    talk.ask("field", draft=draft.id, field=name)
    talk.say(_("Whom do you mean? Choose, or send the name."), actions=actions, edit=True)


async def _options(talk: Talk, draft: Draft, name: str) -> list[Party]:
    card = draft.card
    present = card.company if name == "company" else card.contact
    listed = card.companies if name == "company" else card.contacts
    world = await world_of(talk.uow, talk.principal, card.text)
    recent = world.companies if name == "company" else world.contacts
    found = {one.id: one for one in listed if one.id}
    for candidate in recent:
        found.setdefault(candidate.id, Party(candidate.name, candidate.id))
    if present is not None and present.id is not None:
        found.pop(present.id, None)
    return list(found.values())[:CHOICES]


@button("choose")
async def choose(talk: Talk, pressed: Pressed) -> None:
    """A customer by its button."""
    draft = await drafts.hold(talk, pressed.draft_id)
    if closed(talk, draft):
        return
    said, name = pressed.args, pressed.args["field"]
    chosen = Party(said["name"], UUID(said["id"]) if said["id"] else None)
    await _choose(talk, draft, name, chosen)
    show(talk, draft, edit=True)


@button("new")
async def new(talk: Talk, pressed: Pressed) -> None:
    """Ask for the name of a new one, or take the one that was said."""
    draft, name = await drafts.hold(talk, pressed.draft_id), pressed.args["field"]
    if closed(talk, draft):
        return
    if "name" in pressed.args:
        await _choose(talk, draft, name, Party(pressed.args["name"]))
        show(talk, draft, edit=True)
        return
    talk.ask("new", draft=draft.id, field=name)
    talk.say(_("What is the name of the new one?"), edit=True)


@answer("new")
async def named(talk: Talk, question: dict[str, Any], text: str) -> None:
    """The new one's name; it is created on Save."""
    draft = await drafts.hold(talk, question["draft"])
    if not closed(talk, draft):
        await _choose(talk, draft, question["field"], Party(_sound(text)))
        show(talk, draft)


@button("nature")
async def nature(talk: Talk, pressed: Pressed) -> None:
    """Who is new is a customer by themselves, as a person or as a firm."""
    draft = await drafts.hold(talk, pressed.draft_id)
    if closed(talk, draft):
        return
    card, person = draft.card, pressed.args["person"]
    if card.company is None:
        card.company, card.contact = card.contact, None
    if card.company is not None and card.company.id is None:
        card.company.person = person
        await drafts.keep(talk, draft)
    show(talk, draft, edit=True)


async def name_party(talk: Talk, draft: Draft, name: str, text: str) -> None:
    """A name by the next message: one that is certain is taken, others are offered."""
    world = await world_of(talk.uow, talk.principal, text)
    options = world.companies if name == "company" else world.contacts
    exact = [Party(one.name, one.id) for one in options if one.name.casefold() == text.casefold()]
    found = exact or _read(text, world, name)
    certain = [one for one in found if one.confidence >= CERTAIN]
    if len(certain) == 1:
        await _choose(talk, draft, name, certain[0])
        show(talk, draft)
        return
    actions = [choice(talk, draft.id, name, one) for one in found[:CHOICES]]
    fresh = _sound(text)
    label = _("Create %(names)s", names=fresh)
    actions.append(talk.button("new", label, draft=draft.id, field=name, name=fresh))
    actions.append(talk.button("back", _("Back"), draft=draft.id))
    talk.ask("field", draft=draft.id, field=name)
    lead = _("Which one?") if found else _("I know nobody of that name.")
    talk.say(lead, actions=actions)


def _read(text: str, world: World, name: str) -> list[Party]:
    now = clock.now().astimezone(current_zone())
    parsed = parse(text, world=world, now=now, time_zone=current_zone())
    guesses = parsed.companies if name == "company" else parsed.contacts
    return [party(guess) for guess in guesses if guess.confidence >= POSSIBLE]


async def _choose(talk: Talk, draft: Draft, name: str, chosen: Party) -> None:
    """Set the customer; whoever does not belong to it leaves the card."""
    card, me = draft.card, talk.principal
    if chosen.id is not None:
        seen = await demand_visible(talk.uow, me, [chosen.id])
        if seen.get(chosen.id, ("", ""))[0] != name:
            raise NotFound
        chosen.name = seen[chosen.id][1]
    setattr(card, name, chosen)
    if name == "company" and card.contact is None:
        _staff(card, chosen)
    person = card.contact
    if person is not None and person.id is not None:
        rows = await talk.uow.fetch(_EMPLOYERS, me.tenant_id, person.id)
        firms = [row["to_id"] for row in rows]
        if name == "contact" and card.company is None and firms:
            await _employer(talk, draft, firms[0])
        elif name == "company" and card.company and firms and card.company.id not in firms:
            card.contact = None
    await settle_currency(talk, card)
    await drafts.keep(talk, draft)


def _staff(card: DraftCard, firm: Party) -> None:
    """Of the people who may be meant, those who may work there; one alone is meant."""
    card.contacts = [one for one in card.contacts if one.firm in {"", firm.name}]
    there = [one for one in card.contacts if one.firm == firm.name]
    if len(there) == 1:
        card.contact = there[0]


async def _employer(talk: Talk, draft: Draft, firm: UUID) -> None:
    seen = await demand_visible(talk.uow, talk.principal, [firm])
    if firm in seen:
        draft.card.company = Party(seen[firm][1], firm)


def _sound(text: str) -> str:
    name = " ".join(text.split())
    if not name or len(name) > LONGEST_NAME:
        raise Invalid(_("A name of at most %(most)s characters, please.") % {"most": LONGEST_NAME})
    return name
