"""Telegram as an adapter: the secret of its webhook, its updates, its cards, its files."""

from collections.abc import AsyncIterator
from functools import partial

from bots.core.messages import Outbound
from bots.core.reaching import CHANNELS
from bots.gateway.channel import Door, Heard, Knock, Owner, Payload, Works, serve
from bots.gateway.post import push
from bots.telegram import downloading, rendering, sending, updates
from bots.telegram.account import CHANNEL, same, telegram
from bots.telegram.sending import demand
from kernel.delivery import Outgoing
from kernel.errors import NotFound, Unauthenticated
from kernel.transaction import UnitOfWork

SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105 -- a header's name


class Telegram:
    """What Telegram does its own way."""

    channel = CHANNEL
    label = "Telegram"
    capabilities = rendering.CAPABILITIES
    works = Works(
        hears=frozenset({"voice", "photo", "document", "contact", "place"}),
        customers=True,
        checked="wire",
    )
    feature = ""

    async def owner(self, uow: UnitOfWork, bot_id: str) -> Owner | None:
        """The deployment, a workspace, or nobody."""
        account = await telegram.find(uow, bot_id)
        if account is None:
            return None
        return Owner(account.workspace_id, account.answers_customers)

    async def username(self, uow: UnitOfWork, bot_id: str) -> str:
        """Known of workspaces' own bots; of the deployment's asked once."""
        account = await telegram.find(uow, bot_id)
        return await telegram.username(account) or "" if account is not None else ""

    async def verify(self, uow: UnitOfWork, knock: Knock) -> Door:
        """The path is known to Telegram alone, and so is the secret."""
        account = await telegram.at(uow, knock.path)
        if account is None:
            raise NotFound
        if not same(knock.headers.get(SECRET_HEADER, ""), account.secret):
            raise Unauthenticated
        return Door(bot_id=account.number, brought=(await knock.body(),), answer={"ok": True})

    def parse(self, raw: bytes) -> Heard:
        return updates.parse(raw)

    def render(self, message: Outbound) -> list[Payload]:
        return rendering.rendered(message)

    def acknowledge(self, heard: Heard) -> Payload | None:
        """Else the button goes on turning."""
        return {"method": "answer", "query_id": heard.query, "text": ""}

    async def send(self, uow: UnitOfWork, message: Outgoing) -> str:
        return await sending.send(uow, message)

    async def download(self, uow: UnitOfWork, bot_id: str, reference: str) -> AsyncIterator[bytes]:
        return downloading.pieces(await demand(uow, bot_id), reference)


TELEGRAM = serve(Telegram())
CHANNELS[CHANNEL] = partial(push, CHANNEL)
