"""What was said of a person in chats: it is theirs to read, and goes when they are erased."""

from typing import Any

import msgspec

from crm.records.privacy.needles import named_in
from crm.records.privacy.walk import TRACES, Person, Trace
from kernel.transaction import UnitOfWork

_OF = "t.tenant_id = $1 AND EXISTS (SELECT 1 FROM unnest($2::text[]) AS g(id) WHERE"
_HEARD = """
SELECT i.id, i.raw FROM bot_inbox i WHERE i.state <> 'waiting' AND (
    (i.channel, i.bot_id, i.chat_id) IN (
        SELECT b.channel, b.bot_id, b.chat_id FROM bot_binding b WHERE $1 = ANY(b.workspace_ids))
    OR (i.channel, i.bot_id) IN (
        SELECT a.channel, a.number FROM bot_account a WHERE a.workspace_id = $1))
"""


async def _ids(_uow: UnitOfWork, person: Person) -> list[Any]:
    return [str(record_id) for record_id in person.gone]


async def _gone(_uow: UnitOfWork, person: Person) -> list[Any]:
    return list(person.gone)


async def _heard(uow: UnitOfWork, person: Person) -> list[Any]:
    """Updates that name the person."""
    pattern = person.needles.pattern()
    heard = await uow.fetch(_HEARD, uow.tenant_id)
    return [row["id"] for row in heard if named_in([_text(row["raw"])], pattern)]


def _text(raw: bytes) -> Any:
    try:
        return msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return raw.decode(errors="replace")


# Buttons, drafts and messages that carry the record, whatever words they have for it.
TRACES += [
    Trace("chat_action", f"{_OF} position(g.id IN t.args::text) > 0)", _ids),
    Trace("chat_draft", f"{_OF} position(g.id IN t.made::text || t.card::text) > 0)", _ids),
    Trace(
        "chat_message",
        f"{_OF} position(g.id IN coalesce(t.card::text, '') || t.actions::text) > 0)",
        _ids,
    ),
    Trace(
        "conversation_line",
        "t.tenant_id = $1 AND EXISTS (SELECT 1 FROM conversation c WHERE c.tenant_id = $1 "
        "AND c.id = t.conversation_id AND c.record_id = ANY($2))",
        _gone,
    ),
    Trace(
        "bot_inbox",
        "t.id = ANY($2) AND (EXISTS (SELECT 1 FROM bot_binding b WHERE b.channel = t.channel "
        "AND b.bot_id = t.bot_id AND b.chat_id = t.chat_id AND $1 = ANY(b.workspace_ids)) "
        "OR EXISTS (SELECT 1 FROM bot_account a WHERE a.channel = t.channel "
        "AND a.number = t.bot_id AND a.workspace_id = $1))",
        _heard,
        whole=False,
    ),
]
