"""How members are reached in their chats, by whatever channel they have."""

from collections.abc import Awaitable, Callable
from typing import Final, Protocol

from bots.core.talk import Talk
from kernel.i18n import use
from kernel.principal import Principal
from kernel.transaction import UnitOfWork

Tell = Callable[[Talk], Awaitable[None] | None]


class Push(Protocol):
    """How a channel tells it: in all chats of the member there, or in one."""

    async def __call__(
        self, uow: UnitOfWork, principal: Principal, tell: Tell, *, chat_id: str | None = None
    ) -> None: ...


CHANNELS: Final[dict[str, Push]] = {}


def pushes(channel: str) -> Callable[[Push], Push]:
    """Register how a channel is told something that nobody asked for."""

    def register(push: Push) -> Push:
        CHANNELS[channel] = push
        return push

    return register


async def hear(talk: Talk, tell: Tell) -> None:
    """Let it be told, whether or not that takes reading first."""
    said = tell(talk)
    if said is not None:
        await said


async def tell_all(uow: UnitOfWork, principal: Principal, tell: Tell) -> None:
    """Tell it in every chat in which the member can be reached."""
    with use(principal.language, principal.time_zone):
        for push in CHANNELS.values():
            await push(uow, principal, tell)


async def tell_in(
    uow: UnitOfWork, principal: Principal, where: tuple[str, str], tell: Tell
) -> None:
    """Tell it in that one chat, as (channel, chat)."""
    channel, chat_id = where
    with use(principal.language, principal.time_zone):
        await CHANNELS[channel](uow, principal, tell, chat_id=chat_id)
