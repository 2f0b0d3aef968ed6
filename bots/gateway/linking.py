"""Linking a chat: a one-time link is opened or its code typed, and only a confirmation binds."""

import re
from typing import Final
from uuid import UUID

import msgspec

from bots.core import help as greeting
from bots.core.messages import Inbound
from bots.core.talk import Talk
from bots.gateway import binding
from bots.gateway.channel import ADAPTERS, choice
from bots.gateway.codes import code_in, may_try
from bots.gateway.post import Chat
from kernel.i18n import _, use
from tenants.access import acting

YES, NO = "link:yes", "link:no"
# Some networks keep what begins with a slash for themselves.
OPENING: Final = re.compile(r"([/／]?)(?:start|link|bind|绑定)\s+(\S.{0,600})", re.IGNORECASE)
LONGEST: Final = 64


async def answered(chat: Chat, user_id: str, text: str) -> bool:
    """A deep link, a code, or the typed answer to its question; False for anything else."""
    opened = OPENING.fullmatch(text.strip())
    if opened is not None and (opened[1] or code_in(opened[2])):
        return await offer(chat, opened[2].strip())
    said = {_("Link").casefold(): YES, "1": YES, _("No").casefold(): NO, "2": NO}
    data = said.get(text.strip().casefold(), "")
    return (
        bool(data)
        and await binding.asked(chat.uow, chat.place)
        and await decide(chat, user_id, data, "")
    )


async def offer(chat: Chat, token: str) -> bool:
    """Ask whether this chat shall be linked; a link that is spent says so. True when answered."""
    code = code_in(token)
    if code and not await may_try(chat.uow, chat.place):
        await chat.say(_("Too many wrong codes. Please wait a quarter of an hour."))
        return True
    fits = len(token) <= LONGEST
    row = await binding.claim(chat.uow, code or token, chat.place) if fits else None
    if row is None or await _only(chat) not in (None, row["workspace_id"]):
        await binding.refuse(chat.uow, chat.place)
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
    found = await binding.confirm(chat.uow, chat.place, user_id, await _only(chat))
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


async def _only(chat: Chat) -> UUID | None:
    """The workspace that this bot speaks of, where it is not the deployment's."""
    owner = await ADAPTERS[chat.place.channel].owner(chat.uow, chat.place.bot_id)
    return owner.workspace_id if owner is not None else None
