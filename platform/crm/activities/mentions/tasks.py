"""A mention becomes a notification, in the bell and in chats."""

from typing import Any, Final
from uuid import UUID

from crm.activities.mentions.service import hearers
from crm.records.keeper import keeper
from crm.records.people import people
from crm.records.ports import Change, on_write
from crm.records.service import service_of
from kernel import jobs
from kernel.batch import WriteBatch
from kernel.errors import NotFound
from kernel.i18n import _, lazy, use
from kernel.transaction import UnitOfWork
from tenants.notifications.kinds import declare
from tenants.notifications.service import notify

MENTION: Final = "mention"
TELL: Final = "mention.tell"
SHOWN: Final = 1000

declare(MENTION, lazy("A colleague mentions you"), "web", "chat")


def heard(batch: WriteBatch, change: Change) -> None:
    """Told by the worker; who was named already hears nothing again."""
    if change.kind.name != "activity" or "text" not in change.changed:
        return
    text, before = str(change.row["text"] or ""), str((change.before or {}).get("text") or "")
    if "@" in text or "＠" in text:
        author = change.principal.member_id
        payload = {"id": str(change.record_id), "author": str(author), "before": before}
        jobs.enqueue_part(batch, TELL, payload, tenant_id=change.principal.tenant_id)


on_write(heard)


@jobs.job(TELL)
async def tell(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """Unless it was taken back meanwhile."""
    house, author = await keeper(uow), UUID(payload["author"])
    if house is None:
        return
    try:
        activity = await service_of("activity", uow, house).get(UUID(payload["id"]))
    except NotFound:
        return
    name, text = (await people(uow)).name(author), activity["text"] or ""
    for who in await hearers(uow, author, activity["id"], text, payload["before"]):
        with use(who.language, who.time_zone):
            title = _("%(name)s mentions you", name=name)
        await notify(
            uow,
            member_id=who.member_id,
            kind=MENTION,
            title=title,
            body=text[:SHOWN],
            record_type="activity",
            record_id=activity["id"],
        )
