"""What a member owns moves with the member to another team."""

from typing import Any
from uuid import UUID

from kernel.jobs import job
from kernel.model import Base
from kernel.transaction import UnitOfWork
from tenants.members.administration import TEAM_CHANGED


def owned_tables() -> list[str]:
    """Every table whose rows have an owner and carry the owner's team."""
    return [
        table.name
        for table in Base.metadata.sorted_tables
        if {"tenant_id", "owner_id", "team_id"} <= set(table.c.keys())
    ]


@job(TEAM_CHANGED)
async def follow(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """Set the team of all the member owns to what it is now; again is harmless."""
    member_id = UUID(str(payload["member_id"]))
    member = await uow.fetchrow(
        "SELECT team_id FROM membership WHERE tenant_id = $1 AND id = $2", uow.tenant_id, member_id
    )
    if member is None:
        return
    for table in owned_tables():
        await uow.execute(
            f"UPDATE {table} SET team_id = $3 "
            "WHERE tenant_id = $1 AND owner_id = $2 AND team_id IS DISTINCT FROM $3",
            uow.tenant_id,
            member_id,
            member["team_id"],
        )
