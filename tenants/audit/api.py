"""The audit for programs."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar.params import FromPath, FromQuery, QueryParameter

from kernel.http import Ctx, get
from tenants.audit.listing import Wanted, listed

Word = Annotated[str, QueryParameter(max_length=80)]


class EventView(msgspec.Struct):
    """One change; `before` and `after` hold the fields that changed."""

    id: UUID
    at: datetime
    record_type: str
    record_id: UUID
    action: str
    actor_id: UUID | None
    actor_name: str
    source: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


class AuditView(msgspec.Struct):
    """One page, and the cursor of the next."""

    items: list[EventView]
    next: str | None


@get(
    "/api/v1/{workspace:str}/audit",
    needs="settings:audit",
    operation_id="listAudit",
    tags=["Audit"],
)
async def list_audit(  # noqa: PLR0913, PLR0917 -- each is a filter
    ctx: Ctx,
    workspace: FromPath[str],
    actor: FromQuery[UUID | None] = None,
    type: Word = "",
    action: Word = "",
    since: FromQuery[datetime | None] = None,
    until: FromQuery[datetime | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
    after: Annotated[str, QueryParameter(max_length=200)] = "",
) -> AuditView:
    wanted = Wanted(
        actor_id=actor,
        record_type=type,
        action=action,
        since=since,
        until=until,
        limit=limit,
        after=after,
    )
    found = await listed(ctx.uow, ctx.principal, wanted)
    return AuditView([EventView(**item) for item in found.items], found.next)


ROUTES = [list_audit]
