"""Who may act by an update: a private chat, its own user, a live binding, a present member."""

from typing import Final
from uuid import UUID

import msgspec

from bots.core.messages import Inbound
from bots.gateway import binding, groups, linking
from bots.gateway.binding import Binding
from bots.gateway.channel import ADAPTERS, STRANGERS, Heard, Place, choice
from bots.gateway.post import Chat, pressed_in
from kernel.errors import NotFound
from kernel.i18n import _, use
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.access import acting

SWITCH: Final = ("/switch", "switch", "切换", "/切换")
PLACE: Final = "w:"


async def act(uow: UnitOfWork, place: Place, heard: Heard) -> None:
    """Answer an update; kinds that we do not know have no effect."""
    if heard.where == "group" or heard.moved_to:
        await groups.act(uow, place, heard)
    elif heard.blocked is not None:
        await binding.mark(uow, place, "blocked" if heard.blocked else "active")
    elif heard.data is not None:
        await _press(uow, place, heard)
    elif heard.inbound is not None and heard.user_id:
        await _message(uow, place, heard, heard.inbound)


async def _message(uow: UnitOfWork, place: Place, heard: Heard, inbound: Inbound) -> None:
    chat, text = Chat(uow, place, heard), inbound.text
    if heard.where != "private":
        return
    with use(heard.language):
        if not inbound.forwarded and await linking.answered(chat, heard.user_id, text):
            return
        for hears in STRANGERS:
            if await hears(uow, place, heard, inbound):
                return
        known = await _known(chat, heard.user_id)
        if known is None:
            return
    found, principal = known
    with use(principal.language, principal.time_zone):
        if text.split("@")[0].strip() in SWITCH and not inbound.forwarded:
            await _places(chat, found, _ask_where(found, principal))
            return
        await chat.hear(principal, inbound)


async def _press(uow: UnitOfWork, place: Place, heard: Heard) -> None:
    chat, data = Chat(uow, place, heard), heard.data or ""
    await chat.acknowledge(heard)
    if heard.inbound is None or heard.where != "private":
        return
    shown_in = heard.inbound.shown_in
    with use(heard.language):
        if await linking.decide(chat, heard.user_id, data, shown_in):
            return
        if data.startswith(PLACE):
            await _switch(chat, heard.user_id, data, shown_in)
            return
        known = await _known(chat, heard.user_id)
        if known is None:
            return
    _found, principal = known
    with use(principal.language, principal.time_zone):
        await _pressed(chat, principal, heard.inbound, data)


async def _pressed(chat: Chat, principal: Principal, inbound: Inbound, data: str) -> None:
    action_id = pressed_in(data)
    try:
        if action_id is None:
            raise NotFound  # noqa: TRY301 -- one answer for all that is no button of ours
        await chat.hear(principal, msgspec.structs.replace(inbound, action_id=action_id))
    except NotFound:
        where = principal.workspace
        await chat.say(_("This button is not of %(workspace)s, or too old.", workspace=where))


async def _known(chat: Chat, user_id: str) -> tuple[Binding, Principal] | None:
    """The binding and its member, asked anew each time; who is neither learns nothing."""
    found = await binding.find(chat.uow, chat.place)
    if found is None or found.user_id != user_id:
        await chat.say(_how_to_link(chat.place.channel))
        return None
    if found.state != "active":
        await binding.mark(chat.uow, chat.place, "active")
    await chat.uow.enter(found.workspace_id)
    principal = await acting.person(chat.uow, found.workspace_id, found.person_id)
    if principal is None:
        others = [place for place in found.workspace_ids if place != found.workspace_id]
        lead = _("You are not a member of this workspace any more.")
        await _places(chat, found, lead, others)
        return None
    return found, principal


def _ask_where(found: Binding, principal: Principal) -> str:
    if len(found.workspace_ids) > 1:
        return _("Where shall we work?")
    return _(
        "We work in %(workspace)s, the only workspace that is linked here.",
        workspace=principal.workspace,
    )


def _how_to_link(channel: str) -> str:
    if ADAPTERS[channel].feature:
        return _(
            "This chat is not linked yet. In Guanxi open Settings, Channels, make a code, and "
            "write it here: bind CODE"
        )
    return _("This chat is not linked yet. In Guanxi open Settings, Bot, and follow the link.")


async def _places(chat: Chat, found: Binding, lead: str, ids: list[UUID] | None = None) -> None:
    places = await binding.names(chat.uow, found.workspace_ids if ids is None else ids)
    await chat.say(lead, choices=[choice(name, f"{PLACE}{place.hex}") for place, name in places])


async def _switch(chat: Chat, user_id: str, data: str, shown_in: str) -> None:
    """Only to a workspace of the binding's own; whether still a member is asked by entering."""
    found = await binding.find(chat.uow, chat.place)
    place = _id(data.removeprefix(PLACE))
    if found is None or found.user_id != user_id or place is None:
        return
    if place not in found.workspace_ids:
        return
    await chat.uow.enter(place)
    principal = await acting.person(chat.uow, place, found.person_id)
    if principal is None:
        await chat.say(_("You are not a member of this workspace any more."), edit_of=shown_in)
        return
    await binding.switch(chat.uow, chat.place, place)
    with use(principal.language, principal.time_zone):
        said = _("You work in %(workspace)s now.", workspace=principal.workspace)
        await chat.say(said, edit_of=shown_in)


def _id(text: str) -> UUID | None:
    try:
        return UUID(hex=text)
    except ValueError:
        return None


async def apologise(uow: UnitOfWork, place: Place, heard: Heard) -> None:
    """What could not be worked off is laid aside, not forgotten, and the sender is told."""
    if heard.inbound is None or heard.data is not None or heard.where != "private":
        return
    with use(heard.language):
        await Chat(uow, place, heard).say(
            _("Something went wrong on our side. Your words are kept; please try again later.")
        )
