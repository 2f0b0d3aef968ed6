"""/deals: what is being sold, moved through its stages by buttons."""

from typing import Any, Final
from uuid import UUID

from bots.core.learning import offer_why
from bots.core.messages import Action, Card, CardField
from bots.core.phrases import aside, listing
from bots.core.steps import button, command
from bots.core.talk import Pressed, Talk
from crm.records.listing import Page
from crm.records.reading import View
from crm.sales.deal.ageing import age
from crm.sales.deal.model import DEAL
from crm.sales.deal.service import Deals
from crm.sales.pipeline.reading import Pipelines, pipelines
from crm.sales.reasons import reasons
from kernel.filters import Group, Test
from kernel.formats import format_money
from kernel.i18n import _, lazy

SHOWN: Final = 10
WITH_BUTTON: Final = 5
LABEL: Final = 30
MINE: Final = Group("and", (Test("status", "eq", "open"), Test("owner_id", "eq", "me")))


@command("deals", "商机", "销售机会", about=lazy("your open deals"))
async def deals(talk: Talk, _rest: str) -> None:
    """The member's own, the largest first."""
    talk.demand("deal:see")
    found = await Deals(talk.uow, talk.principal).listed(
        Page(where=MINE, sort="-amount", limit=SHOWN + 1)
    )
    where = {"workspace": talk.principal.workspace}
    if not found.items:
        talk.say(_("You have no open deals in %(workspace)s.") % where)
        return
    known = await pipelines(talk.uow)
    lines = [_("Your open deals in %(workspace)s:") % where]
    for number, deal in enumerate(found.items[:SHOWN], 1):
        lines.append(f"{number}. {_line(deal, known)}")
    if len(found.items) > SHOWN:
        lines.append(_("and more. The pipeline has all of them."))
    buttons = [
        talk.button("deal", deal["title"][:LABEL], deal=deal["id"])
        for deal in found.items[:WITH_BUTTON]
    ]
    buttons.append(talk.button("picture", _("As a picture"), what="pipeline"))
    talk.say("\n".join(lines), actions=buttons)


@button("deal")
async def one(talk: Talk, pressed: Pressed) -> None:
    """One deal, and where it can go."""
    deal = await _service(talk, "see").get(UUID(pressed.args["deal"]))
    await show(talk, deal, deal["title"])


@button("deal_move", once=True)
async def move(talk: Talk, pressed: Pressed) -> None:
    """To another stage, with a way back."""
    service, deal_id = _service(talk), UUID(pressed.args["deal"])
    before = await service.get(deal_id)
    moved = await service.move(deal_id, UUID(pressed.args["stage"]))
    back = talk.button("deal_move", _("Undo"), deal=deal_id, stage=before["stage_id"])
    actions = [back]
    if moved["status"] != "open":
        back = talk.button("deal_reopen", _("Undo"), deal=deal_id)
        actions = [back, *offer_why(talk, deal_id)]
    words = {"deal": moved["title"], "stage": _stage(await pipelines(talk.uow), moved)}
    talk.say(_("%(deal)s is now in the stage “%(stage)s”.") % words, actions=actions, edit=True)


@button("deal_win", once=True)
async def win(talk: Talk, pressed: Pressed) -> None:
    """Won."""
    deal = await _service(talk).win(UUID(pressed.args["deal"]))
    back = talk.button("deal_reopen", _("Undo"), deal=deal["id"])
    actions = [back, *offer_why(talk, deal["id"])]
    talk.say(_("Won: %(deal)s. Well done!", deal=deal["title"]), actions=actions, edit=True)


@button("deal_lost")
async def ask_why(talk: Talk, pressed: Pressed) -> None:
    """A lost deal says why."""
    deal = await _service(talk).get(UUID(pressed.args["deal"]))
    why = [
        talk.button("deal_lose", label, deal=deal["id"], reason=value)
        for value, label in reasons(DEAL, "lost_reason", talk.principal)
    ]
    talk.say(_("Why was %(deal)s lost?", deal=deal["title"]), actions=why, edit=True)


@button("deal_lose", once=True)
async def lose(talk: Talk, pressed: Pressed) -> None:
    """Lost."""
    deal = await _service(talk).lose(UUID(pressed.args["deal"]), pressed.args["reason"])
    back = talk.button("deal_reopen", _("Undo"), deal=deal["id"])
    actions = [back, *offer_why(talk, deal["id"])]
    talk.say(_("Lost: %(deal)s.", deal=deal["title"]), actions=actions, edit=True)


@button("deal_reopen", once=True)
async def reopen(talk: Talk, pressed: Pressed) -> None:
    """Open again."""
    deal = await _service(talk).reopen(UUID(pressed.args["deal"]))
    await show(talk, deal, _("%(deal)s is open again.", deal=deal["title"]))


async def show(talk: Talk, deal: View, lead: str) -> None:
    """The deal as a card, with the stages as buttons."""
    known = await pipelines(talk.uow)
    fields = [CardField("stage", _("Stage"), str(deal["stage_id"]), 1.0, _stage(known, deal))]
    if deal["amount"]:
        fields.insert(0, CardField("amount", _("Amount"), deal["amount"], 1.0, money(deal)))
    card = Card("deal", fields, talk.principal.workspace)
    actions = moves(talk, deal, known) if talk.principal.may("deal:edit") else []
    talk.say(lead, card=card, actions=actions, page=f"deals/{deal['id']}", edit=True)


def moves(talk: Talk, deal: View, known: Pipelines) -> list[Action]:
    """Every stage but its own, won and lost."""
    pipeline = known.get(deal["pipeline_id"])
    if deal["status"] != "open" or pipeline is None:
        return []
    found = [
        talk.button("deal_move", f"→ {stage.name}"[:LABEL], deal=deal["id"], stage=stage.id)
        for stage in pipeline.stages
        if stage.kind == "open" and stage.id != deal["stage_id"]
    ]
    found.append(talk.button("deal_win", _("Won"), deal=deal["id"]))
    found.append(talk.button("deal_lost", _("Lost…"), deal=deal["id"]))
    return found


def money(deal: View) -> str:
    """Its amount in words."""
    amount: dict[str, Any] = deal["amount"]
    return format_money(amount["amount_minor"], amount["currency"])


def _line(deal: View, known: Pipelines) -> str:
    stage = known.stages.get(deal["stage_id"])
    aged = age(deal, stage.target_days if stage else None, stage.rot_days if stage else None)
    stayed = _("%(stage)s for %(days)s", stage=_stage(known, deal), days=aged.words)
    parts = [
        money(deal) if deal["amount"] else "",
        stayed if aged.days else _stage(known, deal),
        _("Forgotten") if aged.rotten else "",
    ]
    return aside(deal["title"], listing(parts))


def _stage(known: Pipelines, deal: View) -> str:
    stage = known.stages.get(deal["stage_id"])
    return stage.name if stage else ""


def _service(talk: Talk, action: str = "edit") -> Deals:
    talk.demand(f"deal:{action}")
    return Deals(talk.uow, talk.principal)


async def open_deals(talk: Talk, about: list[UUID]) -> list[View]:
    """Open deals of these customers that the member sees, the last changed first."""
    if not about or not talk.principal.may("deal:see"):
        return []
    mentioned = [Test(field, "in", [str(i) for i in about]) for field in ("companies", "contacts")]
    where = Group("and", (Test("status", "eq", "open"), Group("or", tuple(mentioned))))
    return (await Deals(talk.uow, talk.principal).listed(Page(where=where, limit=3))).items
