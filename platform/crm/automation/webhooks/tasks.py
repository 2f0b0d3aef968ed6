"""Events become messages: a job of the statement that wrote them, where somebody listens."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from crm.automation.webhooks.ending import end
from crm.automation.webhooks.log import tell
from crm.automation.webhooks.payloads import told
from crm.automation.webhooks.words import hears
from crm.records.types import record_types
from kernel import clock, events, jobs
from kernel.batch import WriteBatch
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.access.acting import member
from tenants.workspace.everywhere import everywhere

SPREAD: Final = "webhooks.spread"
BATCH: Final = 200
KEPT: Final = timedelta(days=30)
_LISTENING = """
EXISTS (SELECT 1 FROM webhook w WHERE w.tenant_id = :listener AND w.active)
"""
_HOOKS = """
SELECT w.id, w.events, w.member_id FROM webhook w WHERE w.tenant_id = $1 AND w.active
ORDER BY w.tenant_id, w.id
"""
_EVENTS = """
SELECT e.id, e.record_type, e.record_id, e.action, e.actor_name, e.source, e.before, e.after, e.at
FROM event e WHERE e.tenant_id = $1 AND e.id = ANY($2) ORDER BY e.tenant_id, e.id
"""


def follow(batch: WriteBatch, principal: Principal, told: list[dict[str, Any]]) -> None:
    """Have the events of records spread, if the workspace has webhooks at all."""
    types = {kind.name for kind in record_types()}
    ids = [str(event["id"]) for event in told if event["record_type"] in types]
    for start in range(0, len(ids), BATCH):
        jobs.enqueue_part(
            batch,
            SPREAD,
            {"events": ids[start : start + BATCH]},
            tenant_id=principal.tenant_id,
            only_if=_LISTENING,
            listener=principal.tenant_id,
        )


@jobs.job(SPREAD)
async def spread(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """A message for each webhook that asked for it and whose maker sees it."""
    found = await uow.fetch(_EVENTS, uow.tenant_id, [UUID(i) for i in payload["events"]])
    for hook in await uow.fetch(_HOOKS, uow.tenant_id):
        maker = await member(uow, uow.tenant_id, hook["member_id"])  # type: ignore[arg-type]
        if maker is None:
            await end(uow, hook["id"], "member")
            continue
        for event in found:
            if hears(hook["events"], event["record_type"], event["action"]):
                await _tell(uow, hook["id"], maker, dict(event))


async def _tell(uow: UnitOfWork, hook_id: UUID, maker: Principal, event: dict[str, Any]) -> None:
    body = await told(uow, maker, event)
    if body is not None:
        word = f"{event['record_type']}.{event['action']}"
        about = {"event_id": event["id"], "record_id": event["record_id"]}
        await tell(uow, hook_id, word, body, **about)


@jobs.job("webhooks.sweep", cron="41 3 * * *")
async def sweep(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """Daily: one job for each workspace."""
    await everywhere(uow, "webhooks.forget", closed_too=True)


@jobs.job("webhooks.forget")
async def forget(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """The log goes back a month."""
    await uow.execute(
        "DELETE FROM webhook_delivery WHERE tenant_id = $1 AND created_at < $2",
        uow.tenant_id,
        clock.now() - KEPT,
    )


events.FOLLOWERS.append(follow)
