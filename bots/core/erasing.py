"""When a person is erased: what was said of them in chats goes too."""

from typing import Any

import msgspec

from crm.records.privacy.needles import named_in
from crm.records.privacy.ports import Forgetting, on_erasure
from kernel.transaction import UnitOfWork

_SAID = """
DELETE FROM chat_draft d WHERE d.tenant_id = $1 AND EXISTS (
    SELECT 1 FROM unnest($2::text[]) AS g(id)
    WHERE position(g.id IN d.made::text || d.card::text) > 0)
"""
_READ = """
DELETE FROM chat_message m WHERE m.tenant_id = $1 AND EXISTS (
    SELECT 1 FROM unnest($2::text[]) AS g(id)
    WHERE position(g.id IN coalesce(m.card::text, '') || m.actions::text) > 0)
"""
_PRESSED = """
DELETE FROM chat_action a WHERE a.tenant_id = $1 AND EXISTS (
    SELECT 1 FROM unnest($2::text[]) AS g(id) WHERE position(g.id IN a.args::text) > 0)
"""
_HEARD = """
SELECT i.id, i.raw FROM bot_inbox i WHERE i.state <> 'waiting' AND (i.bot_id, i.chat_id) IN (
    SELECT b.bot_id, b.chat_id FROM bot_binding b WHERE $1 = ANY(b.workspace_ids))
"""


async def forget(uow: UnitOfWork, forgetting: Forgetting) -> dict[str, int]:
    """Drafts, messages and buttons about the record, and updates that name the person."""
    ids = [str(record_id) for record_id in forgetting.gone]
    pattern = forgetting.needles.pattern()
    heard = await uow.fetch(_HEARD, uow.tenant_id)
    named = [row["id"] for row in heard if named_in([_text(row["raw"])], pattern)]
    return {
        "chat_action": await uow.execute(_PRESSED, uow.tenant_id, ids),
        "chat_draft": await uow.execute(_SAID, uow.tenant_id, ids),
        "chat_message": await uow.execute(_READ, uow.tenant_id, ids),
        "bot_inbox": await uow.execute("DELETE FROM bot_inbox WHERE id = ANY($1)", named),
    }


def _text(raw: bytes) -> Any:
    try:
        return msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return raw.decode(errors="replace")


on_erasure(forget)
