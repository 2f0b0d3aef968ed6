"""One exchange: what was said, by whom, and what is answered."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import msgspec

from bots.core.degrading import capabilities, chosen, degraded
from bots.core.messages import Action, Card, File, Inbound, Outbound
from kernel import clock
from kernel.errors import Forbidden
from kernel.ids import uuid7
from kernel.principal import Principal
from kernel.transaction import UnitOfWork

LIFETIME: Final = timedelta(days=30)
PATIENCE: Final = timedelta(minutes=30)

_THREAD = """
INSERT INTO chat_thread AS t (tenant_id, member_id, channel, chat_id, updated_at)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (tenant_id, member_id, channel, chat_id) DO UPDATE SET updated_at = $5
RETURNING t.awaiting, t.numbered
"""
_AWAIT = """
UPDATE chat_thread SET awaiting = $5, numbered = $6
WHERE tenant_id = $1 AND member_id = $2 AND channel = $3 AND chat_id = $4
"""
_ACTIONS = """
INSERT INTO chat_action (tenant_id, id, member_id, draft_id, message_id, kind, args, created_at,
                         expires_at)
SELECT $1, a.id, $2, a.draft_id, a.message_id, a.kind, a.args, $3, $4
FROM jsonb_to_recordset($5::jsonb)
    AS a(id uuid, draft_id uuid, message_id uuid, kind text, args jsonb)
ON CONFLICT (tenant_id, id) DO NOTHING
"""


class Pressed(msgspec.Struct, frozen=True, kw_only=True):
    """The button that was pressed."""

    id: UUID
    kind: str
    draft_id: UUID | None = None
    args: dict[str, Any] = msgspec.field(default_factory=dict)


class Talk:
    """Collects the answers of one exchange; nothing is shown before `close`."""

    def __init__(self, uow: UnitOfWork, principal: Principal, inbound: Inbound) -> None:
        self.uow = uow
        self.principal = principal
        self.inbound = inbound
        self.said: list[Outbound] = []
        self.awaiting: dict[str, Any] | None = None
        self._buttons: dict[UUID, dict[str, Any]] = {}
        self._known: dict[str, Any] | None = None
        self._numbered: list[Any] = []

    @property
    def _place(self) -> tuple[UUID, UUID, str, str]:
        me, heard = self.principal, self.inbound
        return me.tenant_id, me.member_id, heard.channel, heard.chat_id

    async def open(self) -> None:
        """Take the thread: two messages of one chat are answered one after the other."""
        now = clock.now()
        thread = await self.uow.fetchrow(_THREAD, *self._place, now)
        if thread is not None:
            self._known, self._numbered = thread["awaiting"], thread["numbered"]
        kept = self._known or {}
        if kept and kept["until"] > now.isoformat():
            self.awaiting = kept

    @property
    def was_asked(self) -> bool:
        """Whether a question was open when this came in."""
        return bool(self._known) and (self._known or {})["until"] > clock.now().isoformat()

    @property
    def pressed(self) -> UUID | None:
        """The button of this exchange: pressed, or its number typed where there are none."""
        return self.inbound.action_id or chosen(self.inbound.text, self._numbered)

    def say(
        self,
        text: str,
        *,
        card: Card | None = None,
        actions: list[Action] | None = None,
        picture: File | None = None,
        page: str = "",
        edit: bool = False,
    ) -> None:
        """Answer; an edit takes the place of the message whose button was pressed."""
        place = self.inbound.shown_in if edit else ""
        message = Outbound(
            text=text,
            card=card,
            actions=actions or [],
            picture=picture,
            page=f"/{self.principal.slug}/{page}" if page else "",
            edit_of=place,
        )
        for action in message.actions:
            self._buttons[action.id]["message_id"] = message.id
        self.said.append(message)

    def button(self, kind: str, label: str, *, draft: UUID | None = None, **args: Any) -> Action:
        """A button for one of the answers."""
        made = Action(uuid7(), kind, label)
        self._buttons[made.id] = {
            "id": made.id,
            "draft_id": draft,
            "message_id": None,
            "kind": kind,
            "args": args,
        }
        return made

    def ask(self, what: str, **about: Any) -> None:
        """The next text is the answer to this, for half an hour."""
        until = clock.now() + PATIENCE
        self.awaiting = {"what": what, "until": until.isoformat(), **msgspec.to_builtins(about)}

    def forget(self) -> None:
        """Take back what was answered so far, as after a refusal."""
        self.said.clear()
        self._buttons.clear()

    def demand(self, permission: str) -> None:
        """Raise `Forbidden` unless the member's role grants it."""
        if not self.principal.may(permission):
            raise Forbidden

    async def close(self) -> list[Outbound]:
        """Keep the buttons and the question; the answers."""
        shown = [entry for entry in self._buttons.values() if entry["message_id"] is not None]
        if shown:
            now, me = clock.now(), self.principal
            await self.uow.execute(
                _ACTIONS,
                me.tenant_id,
                me.member_id,
                now,
                now + LIFETIME,
                msgspec.to_builtins(shown),
            )
        said, numbered = degraded(self.said, capabilities(self.inbound.channel))
        if self.awaiting != self._known or (said and numbered != self._numbered):
            told = msgspec.to_builtins(numbered)
            await self.uow.execute(_AWAIT, *self._place, self.awaiting, told)
        return said
