"""Who may act by an update: a private chat, its own user, a live binding, a present member."""

from uuid import UUID

from bots.core.conversation import handle
from bots.core.messages import Inbound, Spot
from bots.telegram import binding, linking
from bots.telegram.account import CHANNEL
from bots.telegram.binding import Binding
from bots.telegram.post import Chat
from bots.telegram.rendering import ACTION
from bots.telegram.updates import CallbackQuery, Location, Message, Update
from kernel.errors import NotFound
from kernel.i18n import _, use
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.access import acting

SWITCH = ("/switch", "切换", "/切换")
PLACE = "w:"


async def act(uow: UnitOfWork, bot_id: str, update: Update) -> None:
    """Answer an update; kinds that we do not know have no effect."""
    if update.message is not None:
        await _message(uow, bot_id, update.message)
    elif update.callback_query is not None:
        await _press(uow, bot_id, update.callback_query)
    elif update.my_chat_member is not None:
        change = update.my_chat_member
        state = "blocked" if change.new_chat_member.status in {"kicked", "left"} else "active"
        await binding.mark(uow, bot_id, str(change.chat.id), state)


async def _message(uow: UnitOfWork, bot_id: str, message: Message) -> None:
    sender = message.sender
    chat = Chat(uow, bot_id, str(message.chat.id))
    if sender is None or sender.is_bot or message.sender_chat or message.via_bot:
        return
    if message.chat.type != "private" or message.chat.id != sender.id:
        if (message.text or "").startswith("/"):
            with use(sender.language_code):
                await chat.say(_("I work in private chats only. Write to me directly."))
        return
    text = (message.text or "").strip()
    forwarded = message.forward_origin is not None
    with use(sender.language_code):
        opens = text.startswith("/start ") and not forwarded
        if opens and await linking.offer(chat, text[7:].strip()):
            return
        known = await _known(chat, sender.id)
        if known is None:
            return
    found, principal = known
    with use(principal.language, principal.time_zone):
        if text.split("@")[0].strip() in SWITCH and not forwarded:
            await _places(chat, found, _("Where shall we work?"))
        elif message.location is not None:
            await chat.show(await handle(uow, principal, _placed(chat, message, message.location)))
        elif not text:
            await chat.say(_("I read text and places only. Please write what happened."))
        else:
            inbound = Inbound(channel=CHANNEL, chat_id=chat.chat_id, text=text, forwarded=forwarded)
            await chat.show(await handle(uow, principal, inbound))


def _placed(chat: Chat, message: Message, there: Location) -> Inbound:
    """A place by its name was chosen from a list: as little one's own as a forwarded one."""
    spot = Spot(there.latitude, there.longitude, there.horizontal_accuracy)
    theirs = message.forward_origin is not None or message.venue is not None
    return Inbound(channel=CHANNEL, chat_id=chat.chat_id, forwarded=theirs, spot=spot)


async def _press(uow: UnitOfWork, bot_id: str, query: CallbackQuery) -> None:
    sender, message, data = query.sender, query.message, query.data or ""
    chat = Chat(uow, bot_id, str(message.chat.id if message else sender.id))
    await chat.answer(query.id)
    private = message is not None and message.chat.type == "private"
    if message is None or not private or message.chat.id != sender.id or sender.is_bot:
        return
    shown_in = str(message.message_id)
    with use(sender.language_code):
        if await linking.decide(chat, str(sender.id), data, shown_in):
            return
        if data.startswith(PLACE):
            await _switch(chat, sender.id, data, shown_in)
            return
        known = await _known(chat, sender.id)
        if known is None:
            return
    _found, principal = known
    with use(principal.language, principal.time_zone):
        await _pressed(chat, principal, data, shown_in)


async def _pressed(chat: Chat, principal: Principal, data: str, shown_in: str) -> None:
    action_id = _id(data.removeprefix(ACTION)) if data.startswith(ACTION) else None
    inbound = Inbound(channel=CHANNEL, chat_id=chat.chat_id, action_id=action_id, shown_in=shown_in)
    try:
        if action_id is None:
            raise NotFound  # noqa: TRY301 -- one answer for all that is no button of ours
        said = await handle(chat.uow, principal, inbound)
    except NotFound:
        where = principal.workspace
        await chat.say(_("This button is not of %(workspace)s, or too old.", workspace=where))
        return
    await chat.show(said, shown_in)


async def _known(chat: Chat, user_id: int) -> tuple[Binding, Principal] | None:
    """The binding and its member, asked anew each time; who is neither learns nothing."""
    found = await binding.find(chat.uow, chat.bot_id, chat.chat_id)
    if found is None or found.user_id != str(user_id):
        await chat.say(
            _("This chat is not linked yet. In Guanxi open Settings, Bot, and follow the link.")
        )
        return None
    if found.state != "active":
        await binding.mark(chat.uow, chat.bot_id, chat.chat_id, "active")
    await chat.uow.enter(found.workspace_id)
    principal = await acting.person(chat.uow, found.workspace_id, found.person_id)
    if principal is None:
        others = [place for place in found.workspace_ids if place != found.workspace_id]
        lead = _("You are not a member of this workspace any more.")
        await _places(chat, found, lead, others)
        return None
    return found, principal


async def _places(chat: Chat, found: Binding, lead: str, ids: list[UUID] | None = None) -> None:
    places = await binding.names(chat.uow, found.workspace_ids if ids is None else ids)
    rows = [[[name[:60], f"{PLACE}{place.hex}"]] for place, name in places]
    await chat.say(lead, buttons=rows)


async def _switch(chat: Chat, user_id: int, data: str, shown_in: str) -> None:
    """Only to a workspace of the binding's own; whether still a member is asked by entering."""
    found = await binding.find(chat.uow, chat.bot_id, chat.chat_id)
    place = _id(data.removeprefix(PLACE))
    if found is None or found.user_id != str(user_id) or place is None:
        return
    if place not in found.workspace_ids:
        return
    await chat.uow.enter(place)
    principal = await acting.person(chat.uow, place, found.person_id)
    if principal is None:
        await chat.say(_("You are not a member of this workspace any more."), edit=shown_in)
        return
    await binding.switch(chat.uow, chat.bot_id, chat.chat_id, place)
    with use(principal.language, principal.time_zone):
        said = _("You work in %(workspace)s now.", workspace=principal.workspace)
        await chat.say(said, edit=shown_in)


def _id(text: str) -> UUID | None:
    try:
        return UUID(hex=text)
    except ValueError:
        return None


async def apologise(uow: UnitOfWork, bot_id: str, update: Update) -> None:
    """What could not be worked off is laid aside, not forgotten, and the sender is told."""
    heard = update.message
    if heard is None or heard.sender is None or heard.chat.type != "private":
        return
    with use(heard.sender.language_code):
        await Chat(uow, bot_id, str(heard.chat.id)).say(
            _("Something went wrong on our side. Your words are kept; please try again later.")
        )
