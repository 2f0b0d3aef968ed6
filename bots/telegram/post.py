"""What the bot says over Telegram: a delivery in the transaction of its cause."""

from html import escape
from typing import Any
from uuid import UUID

from bots.core.messages import Inbound, Outbound
from bots.core.reminding import Tell, pushes
from bots.core.talk import Talk
from bots.telegram import binding
from bots.telegram.account import CHANNEL, telegram
from bots.telegram.rendering import rendered
from bots.telegram.sending import destination
from kernel import delivery
from kernel.principal import Principal
from kernel.transaction import UnitOfWork


class Chat:
    """One chat of the bot, to speak to."""

    def __init__(self, uow: UnitOfWork, bot_id: str, chat_id: str) -> None:
        self.uow = uow
        self.bot_id = bot_id
        self.chat_id = chat_id

    async def say(
        self, text: str, *, buttons: list[list[list[str]]] | None = None, edit: str = ""
    ) -> None:
        """Plain words, with buttons of the channel's own where there are any."""
        payload: dict[str, Any] = {"method": "send", "text": escape(text)}
        if buttons:
            payload["buttons"] = buttons
        if edit:
            payload |= {"method": "edit", "message_id": int(edit)}
        await self._post(payload)

    async def answer(self, query_id: str, text: str = "") -> None:
        """Tell the button that it was pressed."""
        await self._post({"method": "answer", "query_id": query_id, "text": text[:200]})

    async def show(self, said: list[Outbound], shown_in: str = "") -> None:
        """The answers of a conversation; the first may take the place of a message."""
        for message in said:
            for payload in rendered(message, shown_in):
                await self._post(payload)

    async def _post(self, payload: dict[str, Any]) -> None:
        await delivery.post(
            self.uow,
            channel=CHANNEL,
            destination=destination(self.bot_id, self.chat_id),
            payload=payload,
            workspace_id=self.uow.tenant_id,
        )


@pushes(CHANNEL)
async def push(uow: UnitOfWork, principal: Principal, tell: Tell) -> None:
    """What nobody asked for, to every chat that may speak to this workspace."""
    account = telegram.account
    if account is None:
        return
    for chat in await binding.of_person(uow, account.number, principal.person_id):
        if chat.state == "active" and _may(chat.workspace_ids, principal.tenant_id):
            inbound = Inbound(channel=CHANNEL, chat_id=chat.chat_id)
            talk = Talk(uow, principal, inbound)
            tell(talk)
            await Chat(uow, account.number, chat.chat_id).show(await talk.close())


def _may(workspace_ids: list[UUID], tenant_id: UUID) -> bool:
    return tenant_id in workspace_ids
