"""Linking a chat: a one-time link is opened, and only its confirmation binds."""

from bots.core import help as greeting
from bots.core.messages import Inbound
from bots.core.talk import Talk
from bots.telegram import binding
from bots.telegram.account import CHANNEL
from bots.telegram.post import Chat
from kernel.i18n import _, use
from tenants.access import acting

YES, NO = "link:yes", "link:no"
LONGEST = 64


async def offer(chat: Chat, token: str) -> bool:
    """Ask whether this chat shall be linked; a link that is spent says so. True when answered."""
    place = f"{chat.bot_id}:{chat.chat_id}"
    row = await binding.claim(chat.uow, token, place) if len(token) <= LONGEST else None
    if row is None:
        await chat.say(_("This link is spent. In Guanxi open Settings, Bot, and make a new one."))
        return True
    await chat.uow.enter(row["workspace_id"])
    principal = await acting.person(chat.uow, row["workspace_id"], row["person_id"])
    if principal is None:
        await binding.refuse(chat.uow, chat.bot_id, chat.chat_id)
        await chat.say(_("This link is spent. In Guanxi open Settings, Bot, and make a new one."))
        return True
    with use(principal.language, principal.time_zone):
        question = _(
            "Link this chat to %(name)s in %(workspace)s? "
            "Whoever reads it will read your customers.",
            name=principal.name,
            workspace=principal.workspace,
        )
        await chat.say(question, buttons=[[[_("Link"), YES], [_("No"), NO]]])
    return True


async def decide(chat: Chat, user_id: str, data: str, shown_in: str) -> bool:
    """The answer to the question; False for a button of another kind."""
    if data == NO:
        await binding.refuse(chat.uow, chat.bot_id, chat.chat_id)
        await chat.say(_("This chat is not linked."), edit=shown_in)
        return True
    if data != YES:
        return False
    found = await binding.confirm(chat.uow, chat.bot_id, chat.chat_id, user_id)
    if found is None:
        await chat.say(
            _("This link is spent. In Guanxi open Settings, Bot, and make a new one."),
            edit=shown_in,
        )
        return True
    await chat.uow.enter(found.workspace_id)
    principal = await acting.person(chat.uow, found.workspace_id, found.person_id)
    if principal is None:
        await binding.release(chat.uow, chat.bot_id, found.person_id)
        return True
    with use(principal.language, principal.time_zone):
        talk = Talk(chat.uow, principal, Inbound(channel=CHANNEL, chat_id=chat.chat_id))
        lead = _("Linked to %(workspace)s.", workspace=principal.workspace)
        await chat.say(lead, edit=shown_in)
        greeting.greet(talk)
        await chat.show(await talk.close())
    return True
