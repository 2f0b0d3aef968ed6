"""Linking a chat: a one-time link is opened, and only its confirmation binds."""

import msgspec

from bots.core import help as greeting
from bots.core.messages import Inbound
from bots.core.talk import Talk
from bots.gateway import binding
from bots.gateway.channel import choice
from bots.gateway.post import Chat
from kernel.i18n import _, use
from tenants.access import acting

YES, NO = "link:yes", "link:no"
OPENING = ("/start ", "/link ")
LONGEST = 64


async def answered(chat: Chat, user_id: str, text: str) -> bool:
    """A deep link, or the typed answer to its question; False for anything else."""
    for word in OPENING:
        if text.startswith(word):
            return await offer(chat, text.removeprefix(word).strip())
    said = {_("Link").casefold(): YES, "1": YES, _("No").casefold(): NO, "2": NO}
    data = said.get(text.strip().casefold(), "")
    return (
        bool(data)
        and await binding.asked(chat.uow, chat.place)
        and await decide(chat, user_id, data, "")
    )


async def offer(chat: Chat, token: str) -> bool:
    """Ask whether this chat shall be linked; a link that is spent says so. True when answered."""
    row = await binding.claim(chat.uow, token, chat.place) if len(token) <= LONGEST else None
    if row is None:
        await chat.say(_("This link is spent. In Guanxi open Settings, Bot, and make a new one."))
        return True
    await chat.uow.enter(row["workspace_id"])
    principal = await acting.person(chat.uow, row["workspace_id"], row["person_id"])
    if principal is None:
        await binding.refuse(chat.uow, chat.place)
        await chat.say(_("This link is spent. In Guanxi open Settings, Bot, and make a new one."))
        return True
    with use(principal.language, principal.time_zone):
        question = _(
            "Link this chat to %(name)s in %(workspace)s? "
            "Whoever reads it will read your customers.",
            name=principal.name,
            workspace=principal.workspace,
        )
        await chat.say(question, choices=[choice(_("Link"), YES), choice(_("No"), NO)])
    return True


async def decide(chat: Chat, user_id: str, data: str, shown_in: str) -> bool:
    """The answer to the question; False for a button of another kind."""
    if data == NO:
        await binding.refuse(chat.uow, chat.place)
        await chat.say(_("This chat is not linked."), edit_of=shown_in)
        return True
    if data != YES:
        return False
    found = await binding.confirm(chat.uow, chat.place, user_id)
    if found is None:
        await chat.say(
            _("This link is spent. In Guanxi open Settings, Bot, and make a new one."),
            edit_of=shown_in,
        )
        return True
    await chat.uow.enter(found.workspace_id)
    principal = await acting.person(chat.uow, found.workspace_id, found.person_id)
    if principal is None:
        await binding.release(chat.uow, found.channel, found.bot_id, found.person_id)
        return True
    with use(principal.language, principal.time_zone):
        place = msgspec.structs.asdict(chat.place)
        talk = Talk(chat.uow, principal, Inbound(**place))
        lead = _("Linked to %(workspace)s.", workspace=principal.workspace)
        await chat.say(lead, edit_of=shown_in)
        greeting.greet(talk)
        await chat.show(await talk.close())
    return True
