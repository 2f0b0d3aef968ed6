"""What a chat network is to us: an adapter that verifies, parses, renders, sends and downloads."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any, Final, Literal, Protocol, TypeVar
from uuid import UUID

import msgspec

from bots.core.degrading import CAPABILITIES
from bots.core.messages import Action, Capabilities, Inbound, Outbound
from kernel.delivery import SENDERS, Outgoing, Sender
from kernel.ids import uuid7
from kernel.transaction import UnitOfWork

Payload = dict[str, Any]
# A network may be away for a day: nothing that waits for it is given up before, and it is looked
# for often enough that what waited is said soon after its return.
LONGEST_PAUSE: Final = timedelta(minutes=5)
ATTEMPTS: Final = 300


class Place(msgspec.Struct, frozen=True):
    """One chat of one bot of one network."""

    channel: str
    bot_id: str
    chat_id: str

    @property
    def destination(self) -> str:
        """What order is kept for, on the way in and out."""
        return f"{self.bot_id}:{self.chat_id}"


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened in a chat, as every network tells it.

    `event_id` is the network's name of it, `order` its place in the chat, as no other of
    its bot has it (None: as it arrives).
    `title` is the group's; `addressed` says that a reply to the bot is meant for it.
    `data` is what a pressed button brought, `query` what its acknowledgement needs.
    `reply` is the network's leave to answer this very message, once and soon.
    `said_at` is when it was said, in seconds, by the network's clock; None where it does not tell.
    `blocked` tells that the person closed the chat to us, or opened it again.
    """

    event_id: str
    order: int | None = None
    chat_id: str = ""
    user_id: str = ""
    name: str = ""
    language: str = "en"
    where: Literal["private", "group", "elsewhere"] = "private"
    title: str = ""
    addressed: bool = False
    inbound: Inbound | None = None
    data: str | None = None
    query: str = ""
    reply: str = ""
    said_at: int | None = None
    blocked: bool | None = None
    moved_to: str = ""


class Unsound(ValueError):
    """Not an update; `event_id` is its name, if it has one all the same."""

    def __init__(self, why: str, event_id: str | None) -> None:
        self.event_id = event_id
        super().__init__(why)


class Knock(msgspec.Struct, frozen=True, kw_only=True):
    """What stands before a webhook; the body is read only by whoever believes the rest.

    A `GET` brings nothing: the network only asks whether the address is ours.
    """

    method: Literal["GET", "POST"] = "POST"
    path: str
    headers: Mapping[str, str]
    query: Mapping[str, str]
    body: Callable[[], Awaitable[bytes]]


class Door(msgspec.Struct, frozen=True, kw_only=True):
    """A knock that was believed: what it brought to which bot, and what it is answered.

    A text is answered as such, anything else as JSON.
    """

    bot_id: str
    brought: tuple[bytes, ...] = ()
    answer: Any = ""


class Owner(msgspec.Struct, frozen=True):
    """Whose a bot is: the deployment's, or one workspace's, which it may answer customers for."""

    workspace_id: UUID | None = None
    answers_customers: bool = False


class Works(msgspec.Struct, frozen=True, kw_only=True):
    """What else works in a network, for whoever chooses one; `checked` says how we know.

    `hears` are the kinds of `Enclosure` that it brings, and "place".
    """

    hears: frozenset[str]
    groups: bool = True
    customers: bool = False
    checked: Literal["wire", "vectors"] = "vectors"


class Adapter(Protocol):
    """A network. Nothing in it knows what is said, or who may say it."""

    @property
    def channel(self) -> str: ...

    @property
    def label(self) -> str: ...

    @property
    def capabilities(self) -> Capabilities: ...

    @property
    def works(self) -> Works: ...

    @property
    def feature(self) -> str:
        """What a plan must include for it, if anything."""
        ...

    async def owner(self, uow: UnitOfWork, bot_id: str) -> Owner | None:
        """Whose the bot is; None for one that is not ours (any more)."""
        ...

    async def verify(self, uow: UnitOfWork, knock: Knock) -> Door:
        """Believe a webhook's call; raises `NotFound` for the path, `Unauthenticated` for it."""
        ...

    async def username(self, uow: UnitOfWork, bot_id: str) -> str:
        """What people call the bot in a group; "" where that is not known."""
        ...

    def parse(self, raw: bytes) -> Heard:
        """What happened; raises `Unsound`."""
        ...

    def render(self, message: Outbound) -> list[Payload]:
        """The deliveries of one message, which is within the capabilities."""
        ...

    def acknowledge(self, heard: Heard) -> Payload | None:
        """What a pressed button is told at once, where the network wants that."""
        ...

    async def send(self, uow: UnitOfWork, message: Outgoing) -> str:
        """The network's name of what was sent; raises `Later`, `Blocked` or `Hopeless`."""
        ...

    async def download(self, uow: UnitOfWork, bot_id: str, reference: str) -> AsyncIterator[bytes]:
        """What was enclosed, in pieces; raises `Hopeless` where it is not to be had."""
        ...


_A = TypeVar("_A", bound=Adapter)
# Who listens to strangers; True where it was one, who was heard.
Stranger = Callable[[UnitOfWork, Place, Heard, Inbound], Awaitable[bool]]
STRANGERS: Final[list[Stranger]] = []
ADAPTERS: Final[dict[str, Adapter]] = {}


def serve(adapter: _A) -> _A:
    """Open the doors to a network."""
    ADAPTERS[adapter.channel] = adapter
    CAPABILITIES[adapter.channel] = adapter.capabilities
    SENDERS[adapter.channel] = Sender(adapter.send, attempts=ATTEMPTS, longest=LONGEST_PAUSE)
    return adapter


class Choice(Action, frozen=True):
    """A button that the door itself answers, such as the choice of a workspace."""

    code: str = ""

    @property
    def data(self) -> str:
        return self.code


def choice(label: str, code: str) -> Choice:
    """One of the door's own buttons."""
    return Choice(uuid7(), "door", label, code)
