"""The names of what figures fall apart by, as far as their reader may know them."""

from collections.abc import Iterable
from uuid import UUID

from crm.records.scope import ANY, visible
from kernel.http import Ctx
from kernel.sql import Args


async def titles(ctx: Ctx, ids: Iterable[UUID | None]) -> dict[UUID | None, str]:
    """The titles of those records that are seen."""
    args = Args(ctx.principal.tenant_id)
    rows = await ctx.uow.fetch(
        f"SELECT r.id, r.title FROM record r WHERE r.tenant_id = $1 "
        f"AND r.id = ANY({args([i for i in ids if i])}::uuid[]) AND r.deleted_at IS NULL "
        f"AND {visible(ctx.principal, args, 'r', of=ANY)}",
        *args.values,
    )
    return {row["id"]: row["title"] for row in rows}
