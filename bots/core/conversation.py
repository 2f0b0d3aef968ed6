"""The conversation: a text or a button comes in, answers go out, in the member's own rights."""

import re
from typing import Final
from uuid import UUID

import msgspec

from bots.core import checking, enclosing, manners, noting
from bots.core.help import unknown
from bots.core.messages import Inbound, Outbound
from bots.core.steps import ANSWERS, BUTTONS, COMMANDS, Command
from bots.core.talk import Pressed, Talk
from kernel import clock
from kernel.entitled import BILLING_PAGE, NotInPlan
from kernel.errors import NotFound, Refused
from kernel.i18n import _, use
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.mail.office import link

_WORD: Final = re.compile(r"[/／]([^\s@]+)(?:@\S+)?(?:\s+|$)")
# Chinese words that no note begins with when a space follows them.
LEADING: Final = frozenset(("查找", "搜索", "找", "简报", "会前", "问", "请教", "记录", "记"))
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

_PRESSED = """
SELECT id, kind, draft_id, args, expires_at, used_at FROM chat_action
WHERE tenant_id = $1 AND member_id = $2 AND id = $3 FOR UPDATE
"""
_USED = "UPDATE chat_action SET used_at = $4 WHERE tenant_id = $1 AND member_id = $2 AND id = $3"


async def handle(uow: UnitOfWork, principal: Principal, inbound: Inbound) -> list[Outbound]:
    """Answer one message or button; what the member may not do is said, not raised.

    Raises `NotFound` for a button that is not the member's own.
    """
    # Whatever the door, what is written through a conversation was written by the bot.
    talk = Talk(uow, msgspec.structs.replace(principal, via="bot"), inbound)
    with use(principal.language, principal.time_zone):
        await talk.open()
        if talk.pressed is not None:
            await _press(talk, talk.pressed)
        else:
            await _step(talk, _CONTROL.sub("", inbound.text).strip())
        return await talk.close()


async def _step(talk: Talk, text: str) -> None:
    try:
        async with talk.uow.savepoint():
            await _hear(talk, text)
    except Refused as refusal:
        _refuse(talk, refusal)


async def _hear(talk: Talk, text: str) -> None:
    _demand_plan(talk)
    if talk.inbound.spot is not None:
        await checking.here(talk, talk.inbound.spot)
        return
    if talk.inbound.enclosed:
        await enclosing.take(talk, text)
        return
    if talk.inbound.forwarded:
        await noting.note(talk, text)
        return
    found = command_in(text)
    if found is not None:
        talk.awaiting = None
        if found[0] is None:
            unknown(talk, found[1])
        else:
            await found[0].handler(talk, found[1])
    elif talk.awaiting is not None and text:
        question, talk.awaiting = talk.awaiting, None
        await ANSWERS[question["what"]](talk, question, text)
    elif not await manners.answered(talk, text):
        await noting.note(talk, text)


def command_in(text: str) -> tuple[Command | None, str] | None:
    """The command that a text is, and what follows it; None and its word for an unknown one."""
    match = _WORD.match(text)
    if match is not None:
        found = COMMANDS.get(match[1].lower())
        return (found, text[match.end() :].strip()) if found is not None else (None, match[1])
    word, _space, rest = text.partition(" ")
    plain = COMMANDS.get(word.lower())
    if plain is None or (rest and word not in LEADING):
        return None
    return plain, rest.strip()


async def _press(talk: Talk, action_id: UUID) -> None:
    me = talk.principal
    row = await talk.uow.fetchrow(_PRESSED, me.tenant_id, me.member_id, action_id)
    if row is None:
        raise NotFound
    button, now = BUTTONS.get(row["kind"]), clock.now()
    if button is None or row["expires_at"] <= now:
        talk.say(_("This button is too old. Please say it again."), edit=True)
        return
    if button.once and row["used_at"] is not None:
        await noting.done_before(talk, row["draft_id"])
        return
    pressed = Pressed(id=row["id"], kind=row["kind"], draft_id=row["draft_id"], args=row["args"])
    talk.awaiting = None
    try:
        async with talk.uow.savepoint():
            _demand_plan(talk)
            if button.once:
                await talk.uow.execute(_USED, me.tenant_id, me.member_id, action_id, now)
            await button.handler(talk, pressed)
    except Refused as refusal:
        _refuse(talk, refusal)


def _demand_plan(talk: Talk) -> None:
    talk.principal.entitled.demand_open("read")


def _refuse(talk: Talk, refusal: Refused) -> None:
    talk.forget()
    said = list(dict.fromkeys(refusal.fields.values()))
    plan = isinstance(refusal, NotInPlan)
    where = [link(f"/{talk.principal.slug}/{BILLING_PAGE}")] if plan else []
    talk.say(" ".join([refusal.message, *said, *where]))
