"""What we learned: once a week, what was published and what customers said, as each sees it."""

from datetime import datetime, timedelta
from typing import Any, Final

from crm.knowledge.item.model import CURATES, KNOWLEDGE
from crm.knowledge.item.words import TOPICS
from crm.knowledge.mining.service import clusters
from crm.knowledge.questions.service import questions
from crm.records.scope import visible
from kernel import clock
from kernel.i18n import _, lazy, ngettext, use
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork
from tenants.notifications.kinds import declare
from tenants.notifications.service import notify

LEARNT: Final = "learnt"
WEEK: Final = timedelta(days=7)
SHOWN: Final = 5

declare(LEARNT, lazy("Every week: what we learned"), "web", "chat")

_NEW: Final = """
SELECT k.name, k.answer FROM knowledge_item k
WHERE k.tenant_id = $1 AND k.state = 'published' AND k.published_at > $2
    AND k.deleted_at IS NULL AND {scope}
ORDER BY k.tenant_id DESC, k.published_at DESC, k.id DESC LIMIT 20
"""


async def tell_week(uow: UnitOfWork, reader: Principal) -> bool:
    """Nothing where nothing was learnt; whether something was told."""
    if not reader.may(f"{KNOWLEDGE.name}:see"):
        return False
    since = clock.now() - WEEK
    new = await _new(uow, reader, since)
    said = [one for one in await clusters(uow, reader, 14) if one.lately > 0]
    asked = await questions(uow, reader) if reader.may(CURATES) else []
    if not new and not said and not asked:
        return False
    with use(reader.language, reader.time_zone):
        title, lines = _("What we learned this week"), _lines(new, said, len(asked))
    body = "\n".join(lines)
    await notify(uow, member_id=reader.member_id, kind=LEARNT, title=title, body=body)
    return True


async def _new(uow: UnitOfWork, reader: Principal, since: datetime) -> list[str]:
    args = Args(reader.tenant_id, since)
    sql = _NEW.format(scope=visible(reader, args, "k", of=KNOWLEDGE))
    return [row["name"] for row in await uow.fetch(sql, *args.values)]


def _lines(new: list[str], said: list[Any], asked: int) -> list[str]:
    lines = [f"• {name}" for name in new[:SHOWN]]
    if said:
        labels = {choice.value: str(choice.label) for choice in TOPICS}
        parts = [f"{labels[one.topic]} {one.lately}" for one in said[:SHOWN]]
        lines.append(_("What customers said: %(topics)s", topics=", ".join(parts)))
    if asked:
        text = ngettext(
            "%(num)s question waits for an answer", "%(num)s questions wait for an answer", asked
        )
        lines.append(text)
    return lines
