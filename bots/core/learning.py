"""When a deal has ended: what decided it is kept, by one tap and one sentence."""

from typing import Any
from uuid import UUID

from bots.core.messages import Action
from bots.core.steps import answer, button
from bots.core.talk import Pressed, Talk
from crm.knowledge.capture.service import CaptureWish, drafted, keep
from kernel.i18n import _


def offer_why(talk: Talk, deal_id: UUID) -> list[Action]:
    """The button, for whoever may keep something."""
    if not talk.principal.may("knowledge_item:create"):
        return []
    return [talk.button("knowledge_why", _("Keep why as knowledge"), deal=deal_id)]


@button("knowledge_why")
async def keep_why(talk: Talk, pressed: Pressed) -> None:
    """What stands on the deal; where nothing does, it is asked for."""
    deal_id = UUID(pressed.args["deal"])
    if (await drafted(talk.uow, talk.principal, deal_id)).text:
        await _keep(talk, CaptureWish(record_id=deal_id))
        return
    talk.ask("why", deal=deal_id)
    talk.say(_("What decided it? One sentence is enough."))


@answer("why")
async def answered(talk: Talk, question: dict[str, Any], text: str) -> None:
    """The story in the member's own words."""
    await _keep(talk, CaptureWish(record_id=UUID(question["deal"]), text=text[:20_000]))


async def _keep(talk: Talk, wish: CaptureWish) -> None:
    talk.demand("knowledge_item:create")
    item = await keep(talk.uow, talk.principal, wish)
    talk.say(_("Kept: %(name)s. A curator will look at it.", name=item["title"]))
