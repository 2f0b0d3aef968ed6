"""What the bot says in a chat: deliveries in the transaction of their cause."""

from uuid import UUID

import msgspec

from bots.core import conversation
from bots.core.degrading import degraded
from bots.core.messages import PRESSED, Inbound, Outbound
from bots.core.reaching import Tell, hear
from bots.core.talk import Talk
from bots.gateway import binding
from bots.gateway.awake import awake
from bots.gateway.channel import ADAPTERS, Choice, Heard, Payload, Place
from kernel import delivery
from kernel.principal import Principal
from kernel.transaction import UnitOfWork


class Chat:
    """One chat of a bot, to speak to."""

    def __init__(self, uow: UnitOfWork, place: Place, heard: Heard | None = None) -> None:
        self.uow = uow
        self.place = place
        self._adapter = ADAPTERS[place.channel]
        # Good for one answer: networks that count what is sent do not count that.
        self._reply = heard.reply if heard is not None else ""

    async def say(
        self, text: str, *, choices: list[Choice] | None = None, edit_of: str = ""
    ) -> None:
        """Plain words of the door's own, with its buttons where there are any."""
        message = Outbound(text=text, actions=[*(choices or [])], edit_of=edit_of)
        shown, _numbered = degraded([message], self._adapter.capabilities)
        await self.show(shown)

    async def acknowledge(self, heard: Heard) -> None:
        """Tell the button that it was pressed."""
        payload = self._adapter.acknowledge(heard)
        if payload is not None:
            await self._post(payload)

    async def hear(self, principal: Principal, inbound: Inbound) -> None:
        """Let the conversation answer; raises `NotFound` for a button of somebody else's."""
        here = msgspec.structs.replace(inbound, **msgspec.structs.asdict(self.place))
        await self.show(await conversation.handle(self.uow, principal, here))

    async def show(self, said: list[Outbound]) -> None:
        """The answers of a conversation."""
        for message in said:
            for payload in self._adapter.render(message):
                await self._post(payload)

    async def _post(self, payload: Payload) -> None:
        if self._reply:
            payload, self._reply = payload | {"reply": self._reply}, ""
        await delivery.post(
            self.uow,
            channel=self.place.channel,
            destination=self.place.destination,
            payload=payload,
            workspace_id=self.uow.tenant_id,
        )


def pressed_in(data: str) -> UUID | None:
    """The button of the conversation that this data is of."""
    if not data.startswith(PRESSED):
        return None
    try:
        return UUID(hex=data.removeprefix(PRESSED))
    except ValueError:
        return None


async def push(
    channel: str,
    uow: UnitOfWork,
    principal: Principal,
    tell: Tell,
    *,
    chat_id: str | None = None,
) -> None:
    """What nobody asked for, to every chat of the network that may speak to this workspace."""
    for chat in await binding.of_person(uow, channel, principal.person_id):
        if chat_id not in (None, chat.chat_id):
            continue
        if chat.state != "active" or principal.tenant_id not in chat.workspace_ids:
            continue
        place = Place(channel, chat.bot_id, chat.chat_id)
        owner = await ADAPTERS[channel].owner(uow, chat.bot_id)
        if owner is None or not await awake(uow, place, owner):
            continue
        inbound = Inbound(channel=channel, bot_id=chat.bot_id, chat_id=chat.chat_id)
        talk = Talk(uow, principal, inbound)
        await hear(talk, tell)
        await Chat(uow, place).show(await talk.close())
