"""A mention becomes a notification, in the bell and in chats."""

from typing import Any, Final
from uuid import UUID

from crm.activities.mentions.naming import calls
from crm.activities.mentions.service import hearers
from crm.records.keeper import keeper
from crm.records.people import people
from crm.records.ports import Change, on_write
from crm.records.service import service_of
from kernel import jobs
from kernel.batch import WriteBatch
from kernel.errors import NotFound
from kernel.i18n import _, lazy
from kernel.transaction import UnitOfWork
from tenants.notifications.kinds import declare
from tenants.notifications.service import tell

MENTION: Final = "mention"
TELL: Final = "mention.tell"
SHOWN: Final = 1000

declare(MENTION, lazy("A colleague mentions you"), "web", "chat")


def heard(batch: WriteBatch, change: Change) -> None:
    """Told by the worker; who was named already hears nothing again."""
    if change.kind.name != "activity" or "text" not in change.changed:
        return
    text, before = str(change.row["text"] or ""), str((change.before or {}).get("text") or "")
    if calls(text):
        author = change.principal.member_id
        payload = {"id": str(change.record_id), "author": str(author), "before": before}
        jobs.enqueue_part(batch, TELL, payload, tenant_id=change.principal.tenant_id)


on_write(heard)


@jobs.job(TELL)
async def mention(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """Unless it was taken back meanwhile."""
    house, author = await keeper(uow), UUID(payload["author"])
    if house is None:
        return
    try:
        activity = await service_of("activity", uow, house).get(UUID(payload["id"]))
    except NotFound:
        return
    name, text = (await people(uow)).name(author), activity["text"] or ""

    def words() -> tuple[str, str]:
        return _("%(name)s mentions you", name=name), text[:SHOWN]

    about = activity["id"]
    for who in await hearers(uow, author, about, text, payload["before"]):
        await tell(uow, who.member_id, MENTION, words, record_type="activity", record_id=about)
