"""After a note is saved: its amount and stage are offered to the customer's deal, by one tap."""

from typing import Final
from uuid import UUID

from bots.core import drafts
from bots.core.deals import LABEL
from bots.core.drafts import Draft
from bots.core.messages import Action
from bots.core.steps import button
from bots.core.talk import Pressed, Talk
from crm.records.reading import View
from crm.records.service import service_of
from crm.sales.deal.service import Deals
from crm.sales.pipeline.reading import PipelineSeen, StageSeen, pipelines
from kernel.errors import Conflict
from kernel.formats import format_money
from kernel.i18n import _

# How far along a pipeline the words of a note are, in percent.
REACHED: Final = {"qualified": 20, "proposal": 40, "negotiation": 65}


async def offers(talk: Talk, draft: Draft, deals: list[View]) -> list[Action]:
    """Buttons for what the note says of a deal."""
    card = draft.card
    if not (card.amount or card.stage):
        return []
    if not deals:
        about = card.company or card.contact
        may = talk.principal.may("deal:create")
        if card.amount is None or about is None or not may:
            return []
        amount = format_money(card.amount.amount_minor, card.amount.currency)
        label = _("Open a deal: %(amount)s", amount=amount)
        return [talk.button("deal_new", label, draft=draft.id)]
    if not talk.principal.may("deal:edit"):
        return []
    found = []
    known = await pipelines(talk.uow)
    for deal in deals:
        name = deal["title"][:LABEL]
        if card.amount is not None and not _same(deal, card.amount):
            amount = format_money(card.amount.amount_minor, card.amount.currency)
            label = _("%(deal)s: %(amount)s", deal=name, amount=amount)
            found.append(talk.button("deal_amount", label, draft=draft.id, deal=deal["id"]))
        pipeline = known.get(deal["pipeline_id"])
        if card.stage == "won":
            label = _("%(deal)s: won", deal=name)
            found.append(talk.button("deal_win", label, deal=deal["id"]))
        elif card.stage == "lost":
            label = _("%(deal)s: lost…", deal=name)
            found.append(talk.button("deal_lost", label, deal=deal["id"]))
        elif card.stage and pipeline and (stage := _reached(card.stage, pipeline, deal)):
            label = f"{name} → {stage.name}"
            found.append(talk.button("deal_move", label, deal=deal["id"], stage=stage.id))
    return found


@button("deal_new", once=True)
async def new(talk: Talk, pressed: Pressed) -> None:
    """A deal with the customer and the amount of the saved note."""
    talk.demand("deal:create")
    draft = await drafts.hold(talk, pressed.draft_id)
    card = draft.card
    about = card.company or card.contact
    if draft.state != "saved" or card.amount is None or about is None:
        raise Conflict(_("This note is not saved any more."))
    values = {
        "name": about.name,
        "amount": {"amount_minor": card.amount.amount_minor, "currency": card.amount.currency},
        "companies": [card.company.id] if card.company and card.company.id else [],
        "contacts": [card.contact.id] if card.contact and card.contact.id else [],
        "source": "chat",
    }
    deal = await Deals(talk.uow, talk.principal).create(values)
    draft.made["deal"] = str(deal["id"])
    await drafts.keep(talk, draft)
    await _tell(talk, UUID(draft.made["activity"]), deal["id"])
    talk.say(
        _("Deal opened: %(deal)s.", deal=deal["title"]),
        actions=[talk.button("deal", _("Stages…"), deal=deal["id"])],
    )


@button("deal_amount", once=True)
async def amount(talk: Talk, pressed: Pressed) -> None:
    """The note's amount becomes the deal's."""
    talk.demand("deal:edit")
    draft = await drafts.hold(talk, pressed.draft_id)
    said = draft.card.amount
    if said is None:
        raise Conflict(_("This note is not saved any more."))
    value = {"amount_minor": said.amount_minor, "currency": said.currency}
    deals, deal_id = Deals(talk.uow, talk.principal), UUID(pressed.args["deal"])
    before = await deals.get(deal_id)
    deal = await deals.edit(deal_id, {"amount": value}, None)
    words = {"deal": deal["title"], "amount": format_money(said.amount_minor, said.currency)}
    back = talk.button("deal_amount_back", _("Undo"), deal=deal_id, amount=before["amount"])
    more = await offers(talk, draft, [deal])
    talk.say(_("%(deal)s is now worth %(amount)s.") % words, actions=[*more, back])


@button("deal_amount_back", once=True)
async def amount_back(talk: Talk, pressed: Pressed) -> None:
    """The amount before."""
    talk.demand("deal:edit")
    values = {"amount": pressed.args["amount"]}
    deals = Deals(talk.uow, talk.principal)
    deal = await deals.edit(UUID(pressed.args["deal"]), values, None)
    talk.say(_("Taken back: %(deal)s.", deal=deal["title"]), edit=True)


async def _tell(talk: Talk, activity_id: UUID, deal_id: UUID) -> None:
    activities = service_of("activity", talk.uow, talk.principal)
    links = [{"id": UUID(link["id"])} for link in (await activities.get(activity_id))["links"]]
    await activities.edit(activity_id, {"links": [*links, {"id": deal_id}]}, None)


def _same(deal: View, amount: drafts.Amount) -> bool:
    said = deal["amount"] or {}
    return (said.get("amount_minor"), said.get("currency")) == (
        amount.amount_minor,
        amount.currency,
    )


def _reached(said: str, pipeline: PipelineSeen, deal: View) -> StageSeen | None:
    """The first stage that is as far as the note says, if the deal is not there yet."""
    now = next((s.position for s in pipeline.stages if s.id == deal["stage_id"]), -1)
    far = [
        s for s in pipeline.stages if s.kind == "open" and s.probability >= REACHED.get(said, 101)
    ]
    return far[0] if far and far[0].position > now else None
