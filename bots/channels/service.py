"""A workspace's bots in the networks: connected by secrets that the network itself vouches for."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

import msgspec

from bots.gateway import accounts, binding
from bots.gateway.accounts import Own
from bots.gateway.awake import Cause, rests_for
from bots.gateway.binding import Binding
from bots.gateway.channel import Owner, Place
from bots.gateway.network import Network, Pasted, Setting
from bots.gateway.own import FEATURE, OwnBots, Vouched, networks
from kernel.delivery import Later
from kernel.errors import Invalid, NotFound, Unauthenticated, Unavailable
from kernel.i18n import _
from kernel.principal import Principal
from kernel.rooms import take
from kernel.settings import Settings
from kernel.transaction import UnitOfWork

KEEPS: Final = "settings:workspace"
_HEARD = "SELECT max(received_at) FROM bot_inbox WHERE channel = $1 AND bot_id = $2"


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One network: whether the workspace has a bot there, and which chats are one's own."""

    adapter: OwnBots
    own: Own | None
    chats: list[Binding]
    heard_at: datetime | None = None
    # Why its bot answers nobody just now.
    rests: Cause | None = None

    @property
    def network(self) -> Network:
        return self.adapter.network

    @property
    def missing(self) -> list[Setting]:
        """The settings that it has not got; without the needed ones it is not connected."""
        kept = self.own.secrets if self.own is not None else {}
        return [one for one in self.network.settings if one.name not in kept]

    @property
    def pasted(self) -> list[Pasted]:
        """What the network asks for besides the address."""
        return self.adapter.pasted(self.own) if self.own is not None else []

    def address(self, settings: Settings) -> str:
        """Where the network sends what it hears."""
        path = self.own.path if self.own is not None else ""
        return f"{settings.url}/hooks/{self.network.channel}/{path}"


def network(channel: str) -> OwnBots:
    """The network of that name; raises `NotFound`."""
    found = next((one for one in networks() if one.channel == channel), None)
    if found is None:
        raise NotFound
    return found


async def all_of(uow: UnitOfWork, me: Principal) -> list[Line]:
    """Every network, by name."""
    return [await one_of(uow, me, adapter) for adapter in networks()]


async def one_of(uow: UnitOfWork, me: Principal, adapter: OwnBots) -> Line:
    """One network as this member has it."""
    own = await accounts.of_workspace(uow, adapter.channel, me.tenant_id)
    if own is None:
        return Line(adapter=adapter, own=None, chats=[])
    found = await binding.of_person(uow, adapter.channel, me.person_id)
    return Line(
        adapter=adapter,
        own=own,
        chats=[chat for chat in found if chat.bot_id == own.number],
        heard_at=await uow.fetchval(_HEARD, adapter.channel, own.number),
        rests=await rests_for(uow, Place(adapter.channel, own.number, ""), Owner(me.tenant_id)),
    )


async def connect(
    uow: UnitOfWork, me: Principal, adapter: OwnBots, sent: Mapping[str, str]
) -> Vouched:
    """The network vouches for the secrets; they are sealed, and nobody is shown them again."""
    me.entitled.demand_feature(FEATURE)
    given, wrong = adapter.network.taken(sent)
    if wrong:
        said = _("This does not look right. Copy it anew from the network's pages.")
        needed = _("This is needed.")
        fields = {one.name: said if sent.get(one.name) else needed for one in wrong}
        raise Invalid(fields=fields)
    vouched = await vouch(adapter, given)
    names = (vouched.number, vouched.username)
    await accounts.keep(uow, adapter.channel, me.tenant_id, names, given)
    take(uow, me.entitled, "bots", 0)
    return vouched


async def vouch(adapter: OwnBots, secrets: dict[str, str]) -> Vouched:
    """Ask the network whose these are; raises `Invalid` or `Unavailable`."""
    label = adapter.label
    try:
        return await adapter.vouch(secrets)
    except Unauthenticated:
        raise Invalid(
            _("%(network)s does not know these credentials.") % {"network": label}
        ) from None
    except (Later, ConnectionError):
        raise Unavailable(
            _("%(network)s cannot be reached now. Please try again in a moment.")
            % {"network": label}
        ) from None


async def code(uow: UnitOfWork, me: Principal) -> str:
    """What I type to the bot to link a chat: once, for a quarter of an hour."""
    return await binding.issue(uow, me.person_id, me.tenant_id, [me.tenant_id], typed=True)
