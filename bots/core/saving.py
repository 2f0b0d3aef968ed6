"""Save: the draft becomes an activity, with its customer, its task and a way back."""

from typing import Any, Final
from uuid import UUID

from bots.core import drafts, enclosing
from bots.core.cards import card_of, show, undecided, who_is_meant
from bots.core.deals import open_deals
from bots.core.drafts import Again, Draft, DraftCard, Party
from bots.core.knowing import best_line, offer
from bots.core.known import ask_known
from bots.core.messages import Action
from bots.core.noting import closed
from bots.core.phrases import sentences
from bots.core.selling import offers
from bots.core.steps import button
from bots.core.talk import Pressed, Talk
from crm.activities.mentions.service import hearers
from crm.customers.company.choices import PERSON
from crm.records.service import service_of
from kernel.errors import NotFound
from kernel.formats import format_weekday
from kernel.i18n import _

MADE: Final = ("deal", "contact", "company")

_TASKS = """
SELECT t.id FROM task t WHERE t.tenant_id = $1 AND t.origin_id = $2 AND t.deleted_at IS NULL
"""


@button("save", once=True)
async def save(talk: Talk, pressed: Pressed) -> None:
    """Write what the card shows."""
    draft = await drafts.hold(talk, pressed.draft_id)
    if closed(talk, draft):
        return
    if undecided(draft.card) and not pressed.args.get("anyway"):
        _ask_whom(talk, draft)
        return
    if not pressed.args.get("anyway") and await ask_known(talk, draft):
        return
    await _save(talk, draft)


@button("without", once=True)
async def without(talk: Talk, pressed: Pressed) -> None:
    """Save, and create nobody; known customers stay linked."""
    draft = await drafts.hold(talk, pressed.draft_id)
    if closed(talk, draft):
        return
    card = draft.card
    card.company = card.company if card.company and card.company.id else None
    card.contact = card.contact if card.contact and card.contact.id else None
    await _save(talk, draft)


def _ask_whom(talk: Talk, draft: Draft) -> None:
    card = draft.card
    found = who_is_meant(talk, draft)
    found.append(talk.button("save", _("Save without a customer"), draft=draft.id, anyway=True))
    found.append(talk.button("other", _("Other customer"), draft=draft.id))
    talk.say(_("Whom do you mean?"), card=card_of(talk, card), actions=found, edit=True)


async def _save(talk: Talk, draft: Draft) -> None:
    talk.demand("activity:create")
    card = draft.card
    made: dict[str, Any] = {}
    private = card.company is not None and card.company.person
    alone = {"kind": PERSON, **card.details} if private else {}
    company = await _party(talk, "company", card.company, alone, made)
    employer = {"companies": [company]} if company else {}
    contact = await _party(talk, "contact", card.contact, {**employer, **card.details}, made)
    about = [known for known in (company, contact) if known]
    deals = await open_deals(talk, about)
    if len(deals) == 1:
        about.append(deals[0]["id"])
    activity = await service_of("activity", talk.uow, talk.principal).create(_values(card, about))
    if card.again is not None and card.next_at is not None:
        await _repeat(talk, activity["id"], card.again)
    if card.files:
        await enclosing.put_beside(talk.uow, talk.principal, draft.id, activity["id"])
    draft.made = {**made, "activity": str(activity["id"])}
    draft.state = "saved"
    await drafts.keep(talk, draft)
    told = await hearers(talk.uow, talk.principal.member_id, activity["id"], card.text)
    known, said = await best_line(talk, draft.card.text, deals)
    offered = [*await offers(talk, draft, deals), *said, *await offer(talk, draft)]
    names = _("%(names)s will be told.", names=_(", ").join(w.name for w in told)) if told else ""
    _confirm(talk, draft, offered, sentences(names, known) if names or known else "")


async def _party(
    talk: Talk, kind: str, party: Party | None, also: dict[str, Any], made: dict[str, Any]
) -> UUID | None:
    if party is None or party.id is not None:
        return party.id if party else None
    talk.demand(f"{kind}:create")
    created = await service_of(kind, talk.uow, talk.principal).create({"name": party.name, **also})
    made[kind] = str(created["id"])
    party.id = created["id"]
    return party.id


def _values(card: DraftCard, about: list[UUID]) -> dict[str, Any]:
    values: dict[str, Any] = {
        "kind": card.kind,
        "text": card.text,
        "links": [{"id": record_id} for record_id in about],
        "next_step": card.next_text,
        "next_at": card.next_at,
    }
    if card.happened_at is not None:
        values["happened_at"] = card.happened_at
    return values


async def _repeat(talk: Talk, activity_id: UUID, again: Again) -> None:
    """The task of the next step comes again when it is done."""
    tasks = service_of("task", talk.uow, talk.principal)
    for row in await talk.uow.fetch(_TASKS, talk.principal.tenant_id, activity_id):
        await tasks.edit(row["id"], {"repeat": again.unit, "repeat_every": again.every}, None)


def _confirm(talk: Talk, draft: Draft, offered: list[Action], known: str) -> None:
    text = _("Saved in %(workspace)s.", workspace=talk.principal.workspace)
    if draft.card.next_at is not None:
        when = _("I will remind you on %(when)s.", when=format_weekday(draft.card.next_at))
        text = sentences(text, when)
    if known:
        text += "\n" + known
    actions = offered
    if talk.principal.may("activity:delete"):
        actions.append(talk.button("undo", _("Undo"), draft=draft.id))
    about = draft.card.company or draft.card.contact
    kind = "companies" if draft.card.company else "contacts"
    page = f"{kind}/{about.id}" if about and about.id else ""
    card = card_of(talk, draft.card, "saved")
    talk.say(text, card=card, actions=actions, page=page, edit=True)


@button("undo", once=True)
async def undo(talk: Talk, pressed: Pressed) -> None:
    """Into the recycle bin with all that the draft became; the draft is open again."""
    draft = await drafts.hold(talk, pressed.draft_id)
    if draft.state != "saved":
        show(talk, draft, edit=True)
        return
    activity = draft.made["activity"]
    tasks = await talk.uow.fetch(_TASKS, talk.principal.tenant_id, UUID(activity))
    doomed = [("task", row["id"]) for row in tasks] + [("activity", UUID(activity))]
    doomed += [(k, UUID(draft.made[k])) for k in MADE if k in draft.made]
    for kind, record_id in doomed:
        await _delete(talk, kind, record_id)
    card = draft.card
    for kind, party in (("company", card.company), ("contact", card.contact)):
        if party is not None and kind in draft.made:
            party.id = None
    draft.state, draft.made = "open", {}
    await drafts.keep(talk, draft)
    show(talk, draft, _("Undone. Nothing is saved now."), edit=True)


async def _delete(talk: Talk, kind: str, record_id: UUID) -> None:
    talk.demand(f"{kind}:delete")
    try:
        await service_of(kind, talk.uow, talk.principal).delete(record_id)
    except NotFound:
        return  # somebody was there before us
