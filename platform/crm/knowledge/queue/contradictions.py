"""When a piece is published that says the contrary of another, a person decides which holds."""

from typing import Final

from crm.activities.task.service import Tasks
from crm.knowledge.item.model import KNOWLEDGE
from crm.knowledge.item.ports import published
from crm.knowledge.item.service import Knowledge
from crm.knowledge.nearness import nearby
from crm.knowledge.queue.claims import contrary
from crm.records.pointing import known_ids
from crm.records.types import Row
from kernel import clock
from kernel.i18n import _
from kernel.principal import Principal, unveiled
from kernel.transaction import UnitOfWork

LOOKED_AT: Final = 5

_CLAIMS: Final = """
SELECT k.id, k.name, k.text, k.answer FROM knowledge_item k
WHERE k.tenant_id = $1 AND k.id = ANY($2::uuid[]) AND k.state = 'published'
    AND k.deleted_at IS NULL
ORDER BY k.tenant_id, k.id
"""


async def compare(uow: UnitOfWork, me: Principal, row: Row) -> None:
    """The new one is flagged, and answers nothing until somebody decided."""
    words, types = f"{row['name']}\n{row['text']}", (KNOWLEDGE.name,)
    near = await nearby.by.near(uow, me, words, types=types, limit=LOOKED_AT)
    given_up = {row["id"], *known_ids(row, "replaces")}
    ids = [one.record_id for one in near if one.record_id not in given_up]
    others = [
        other["id"]
        for other in await uow.fetch(_CLAIMS, me.tenant_id, ids)
        if contrary(row["text"], other["text"])
    ]
    if not others:
        return
    items = Knowledge(uow, me)
    now = await items.changeable(row["id"])
    await items.decided(now, "contradicted", {"disputed": True}, {"contradicts": others})
    if me.may("task:create"):
        title = _("Which one holds? %(name)s") % {"name": row["name"]}
        links = [{"id": one} for one in (row["id"], *others)]
        values = {"title": title[:500], "due_at": clock.now(), "links": links}
        await Tasks(uow, unveiled(me)).create(values)


published.append(compare)
