"""Networks in which each bot is a workspace's own, found by its number or by its webhook's path."""

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from functools import partial
from typing import ClassVar
from uuid import UUID

import msgspec

from bots.core.messages import Capabilities, Outbound
from bots.core.reaching import CHANNELS
from bots.gateway import accounts, binding
from bots.gateway.accounts import Own
from bots.gateway.channel import ADAPTERS, Door, Heard, Knock, Owner, Payload, Place, Works, serve
from bots.gateway.network import Network, Pasted
from bots.gateway.pacing import Pace, keep_pace
from bots.gateway.post import push
from crm.records.beside.store import Store, settings
from kernel.delivery import Blocked, Hopeless, Outgoing
from kernel.errors import NotFound, Unauthenticated
from kernel.transaction import UnitOfWork

FEATURE = "channels"


class Vouched(msgspec.Struct, frozen=True):
    """Whom the network says that these secrets open: its own number, and how people find it.

    The number is unique in the network, and holds no colon.
    """

    number: str
    username: str


class Errand(msgspec.Struct, frozen=True, kw_only=True):
    """One payload on its way to one chat by one bot; the `id` is the same at each attempt."""

    id: UUID
    uow: UnitOfWork
    own: Own
    place: Place
    payload: Payload
    workspace_id: UUID | None

    @property
    def chat_id(self) -> str:
        """Where to."""
        return self.place.chat_id

    def picture(self) -> bytes:
        """The picture that the payload names as `file`; raises `Hopeless` where it is gone."""
        if self.workspace_id is None:
            raise Hopeless("a picture without a workspace")
        path = Store(settings()).path(self.workspace_id, UUID(self.payload["file"]))
        if not path.is_file():
            raise Hopeless("the picture is gone")
        return path.read_bytes()


class OwnBots(ABC):
    """What such networks have in common; each says how it verifies, parses, renders, sends."""

    network: ClassVar[Network]
    capabilities: ClassVar[Capabilities]
    works: ClassVar[Works]
    pace: ClassVar[Pace] = Pace()

    @property
    def channel(self) -> str:
        return self.network.channel

    @property
    def label(self) -> str:
        return self.network.label

    @property
    def feature(self) -> str:
        return FEATURE

    @abstractmethod
    async def vouch(self, secrets: dict[str, str]) -> Vouched:
        """Ask the network whose secrets these are.

        Raises `Unauthenticated` where it knows them not, `Later` or `ConnectionError` where it
        cannot be asked now.
        """

    @abstractmethod
    async def believe(self, own: Own, knock: Knock) -> Door:
        """Whether the network itself knocks; raises `Unauthenticated`."""

    @abstractmethod
    def parse(self, raw: bytes) -> Heard:
        """What happened; raises `Unsound`."""

    @abstractmethod
    def render(self, message: Outbound) -> list[Payload]:
        """The deliveries of one message, which is within the capabilities."""

    @abstractmethod
    async def deliver(self, errand: Errand) -> str:
        """The network's name of what was sent; raises `Later`, `Blocked` or `Hopeless`."""

    @abstractmethod
    def fetch(self, own: Own, reference: str) -> AsyncIterator[bytes]:
        """What was enclosed, in pieces; raises `Hopeless` where it is not to be had."""

    def acknowledge(self, heard: Heard) -> Payload | None:  # noqa: ARG002 -- most want nothing
        """What a pressed button is told at once, where the network wants that."""
        return None

    def pasted(self, own: Own) -> list[Pasted]:  # noqa: ARG002 -- most want the address alone
        """What the network's pages ask for besides the webhook's address."""
        return []

    def deep_link(self, own: Own, text: str) -> str:  # noqa: ARG002 -- few have one
        """An address that opens the chat with this text; "" where there is none."""
        return ""

    async def owner(self, uow: UnitOfWork, bot_id: str) -> Owner | None:
        own = await accounts.by_number(uow, self.channel, bot_id)
        if own is None:
            return None
        return Owner(own.workspace_id, self.network.answers_customers and own.answers_customers)

    async def username(self, uow: UnitOfWork, bot_id: str) -> str:
        own = await accounts.by_number(uow, self.channel, bot_id)
        return own.username if own is not None else ""

    async def verify(self, uow: UnitOfWork, knock: Knock) -> Door:
        own = await accounts.by_path(uow, self.channel, knock.path)
        if own is None:
            raise NotFound
        return await self.believe(own, knock)

    async def send(self, uow: UnitOfWork, message: Outgoing) -> str:
        """At the network's pace; a chat that does not want us is marked."""
        bot_id, _colon, chat_id = message.destination.partition(":")
        place = Place(self.channel, bot_id, chat_id)
        own = await self._demand(uow, bot_id)
        await keep_pace(uow, place, self.pace)
        errand = Errand(
            id=message.id,
            uow=uow,
            own=own,
            place=place,
            payload=message.payload,
            workspace_id=message.workspace_id,
        )
        try:
            return await self.deliver(errand)
        except Blocked:
            await binding.mark(uow, place, "blocked")
            raise
        except Unauthenticated:
            # Tried again with growing pauses, while an administrator mends it.
            raise ConnectionError("the network does not take our credentials") from None

    async def download(self, uow: UnitOfWork, bot_id: str, reference: str) -> AsyncIterator[bytes]:
        return self.fetch(await self._demand(uow, bot_id), reference)

    async def _demand(self, uow: UnitOfWork, bot_id: str) -> Own:
        own = await accounts.by_number(uow, self.channel, bot_id)
        if own is None:
            raise Hopeless("this bot is not ours any more")
        return own


def open_network(adapter: OwnBots) -> OwnBots:
    """Open the doors to a network, in and out."""
    serve(adapter)
    CHANNELS[adapter.channel] = partial(push, adapter.channel)
    return adapter


def networks() -> list[OwnBots]:
    """All of them, by name."""
    found = [one for one in ADAPTERS.values() if isinstance(one, OwnBots)]
    return sorted(found, key=lambda one: one.channel)
