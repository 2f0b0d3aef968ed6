"""A bot that the plan no longer includes says why, once a day in a chat, and does nothing else."""

from datetime import timedelta
from typing import Final

from bots.gateway import binding
from bots.gateway.awake import awake
from bots.gateway.channel import Heard, Owner, Place
from bots.gateway.post import Chat
from kernel.entitled import BILLING_PAGE
from kernel.i18n import _, use
from kernel.limits import lease
from kernel.transaction import UnitOfWork
from tenants.mail.office import link

DAY: Final = int(timedelta(days=1).total_seconds())

_SLUG: Final = "SELECT w.slug FROM workspace w WHERE w.id = $1"


async def turned_away(uow: UnitOfWork, place: Place, owner: Owner, heard: Heard) -> bool:
    """Whether the bot rests; members hear where it is woken, strangers only that it does."""
    if await awake(uow, place, owner):
        return False
    asked = heard.inbound is not None and heard.where == "private"
    key = f"resting:{place.channel}:{place.destination}"
    if not asked or not await lease(uow, key, seconds=DAY):
        return True
    found, chat = await binding.find(uow, place), Chat(uow, place, heard)
    with use(heard.language):
        if found is None or found.user_id != heard.user_id:
            await chat.say(
                _("This bot is not in service just now. Please reach us in another way.")
            )
            return True
        slug = await uow.fetchval(_SLUG, owner.workspace_id)
        await chat.say(
            _(
                "This bot is not in your workspace's plan any more, so it rests. What was said"
                " before is kept. An owner can wake it here: %(link)s",
                link=link(f"/{slug}/{BILLING_PAGE}"),
            )
        )
    return True
