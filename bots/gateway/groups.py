"""In groups the bot answers commands and mentions only, with the rights of whoever speaks.

Nothing of another workspace than the group's own is ever said there.
"""

from typing import Final

import msgspec

from bots.core.messages import Inbound
from bots.gateway import binding, grouped
from bots.gateway.channel import ADAPTERS, Heard, Place
from bots.gateway.grouped import Group
from bots.gateway.post import Chat, pressed_in
from kernel.errors import NotFound
from kernel.i18n import _, use
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.access import acting

TIE: Final = ("/bind", "/绑定")
UNTIE: Final = ("/unbind", "/解绑")
WON: Final = {"/won on": True, "/won off": False, "/喜报 开": True, "/喜报 关": False}
MAY_TIE: Final = "settings:workspace"


async def act(uow: UnitOfWork, place: Place, heard: Heard) -> None:
    """Answer what is meant for us; leave when we are shown out, follow when the group moves."""
    if heard.moved_to:
        await grouped.move(uow, place, heard.moved_to)
    elif heard.blocked is not None:
        if heard.blocked:
            await grouped.drop(uow, place)
    elif heard.inbound is not None and heard.user_id:
        await _heard(uow, place, heard, heard.inbound)


async def _heard(uow: UnitOfWork, place: Place, heard: Heard, inbound: Inbound) -> None:
    chat = Chat(uow, place, heard)
    if heard.data is not None:
        await chat.acknowledge(heard)
        said = inbound
    else:
        text = await _addressed(uow, place, heard, inbound)
        if text is None:
            return
        said = msgspec.structs.replace(inbound, text=text, enclosed=(), spot=None)
    group = await grouped.find(uow, place)
    who = await _speaker(chat, heard, group)
    if who is None:
        return
    with use(who.language, who.time_zone):
        if group is None:
            await _tie(chat, heard, who, said.text)
        elif heard.data is not None:
            await _press(chat, who, said, heard.data)
        elif not await _administers(chat, who, said.text):
            await chat.hear(who, said)


async def _addressed(uow: UnitOfWork, place: Place, heard: Heard, inbound: Inbound) -> str | None:
    """The words that are meant for us; None for talk among people."""
    text = inbound.text
    if inbound.forwarded:
        return None
    command, _space, rest = text.partition(" ")
    word, at, name = command.partition("@")
    if text.startswith(("/", "／")) and not at:
        return text
    us = await ADAPTERS[place.channel].username(uow, place.bot_id) if "@" in text else ""
    if text.startswith("/"):
        return f"{word} {rest}".strip() if us and name.casefold() == us.casefold() else None
    mention = f"@{us}".casefold()
    if us and mention in text.casefold():
        start = text.casefold().index(mention)
        return (text[:start] + text[start + len(mention) :]).strip()
    return text if heard.addressed else None


async def _speaker(chat: Chat, heard: Heard, group: Group | None) -> Principal | None:
    """The member who speaks, in the group's workspace; who is none is told how to become one."""
    found = await binding.of_user(chat.uow, chat.place, heard.user_id)
    who = None
    if found is not None:
        workspace_id = group.workspace_id if group is not None else found.workspace_id
        await chat.uow.enter(workspace_id)
        who = await acting.person(chat.uow, workspace_id, found.person_id)
    if who is None and heard.data is None:
        with use(group.language if group is not None else heard.language):
            await chat.say(_("I answer members only. Write to me in a private chat first."))
    return who


async def _tie(chat: Chat, heard: Heard, who: Principal, text: str) -> None:
    if text not in TIE:
        await chat.say(_("This group is not tied to a workspace yet: /bind does it."))
    elif not who.may(MAY_TIE):
        await chat.say(_("Only who administers the workspace can do this."))
    else:
        await grouped.tie(chat.uow, chat.place, who.tenant_id, heard.title, who.language)
        said = _("This group belongs to %(workspace)s now. I answer commands and mentions.")
        more = _("/won on tells won deals here, /unbind takes me out.")
        await chat.say(f"{said % {'workspace': who.workspace}} {more}")


async def _administers(chat: Chat, who: Principal, text: str) -> bool:
    """Whether it was about the group itself."""
    if text not in (*TIE, *UNTIE, *WON):
        return False
    if not who.may(MAY_TIE):
        await chat.say(_("Only who administers the workspace can do this."))
    elif text in TIE:
        await chat.say(_("This group belongs to %(workspace)s.", workspace=who.workspace))
    elif text in UNTIE:
        await grouped.drop(chat.uow, chat.place)
        await chat.say(_("This group belongs to no workspace any more."))
    else:
        await grouped.tell_won(chat.uow, chat.place, wanted=WON[text])
        on, off = _("Won deals are told here."), _("Won deals are not told here any more.")
        await chat.say(on if WON[text] else off)
    return True


async def _press(chat: Chat, who: Principal, inbound: Inbound, data: str) -> None:
    """Of one's own buttons; another's does nothing, and nothing is said of it."""
    action_id = pressed_in(data)
    if action_id is None:
        return
    try:
        await chat.hear(who, msgspec.structs.replace(inbound, action_id=action_id))
    except NotFound:
        return
