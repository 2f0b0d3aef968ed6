"""Pools as tests use them."""

from typing import Any
from uuid import uuid4

from world import Member, Workspace


async def ids_of(acme: Workspace) -> dict[str, str]:
    """The members' ids by their names."""
    return {m["name"]: m["id"] for m in (await acme.get("members"))["items"]}


async def pool_of(acme: Workspace, **options: Any) -> dict[str, Any]:
    """A pool of everybody's."""
    return await acme.create("pools", **{"name": f"Open sea {uuid4().hex[:6]}", **options})


async def pooled(acme: Workspace | Member, pool: dict[str, Any], name: str, **fields: Any) -> str:
    """A company that lies in the pool; its id."""
    made = await acme.create("companies", name=name, **fields)
    await acme.post(
        f"pools/{pool['id']}/releases", 204, record_id=made["id"], reason="No answer for months"
    )
    return str(made["id"])


async def claim(member: Member | Workspace, pool: dict[str, Any], record_id: str) -> int:
    """How a claim went."""
    return await member.status("POST", f"pools/{pool['id']}/claims", json={"record_id": record_id})


async def owners(acme: Workspace, record_id: str) -> list[tuple[str, str, str | None]]:
    """Who had it and why, the present one first."""
    spans = (await acme.get(f"companies/{record_id}/owners"))["items"]
    return [(s["owner"], s["cause"], s["end_cause"]) for s in spans]
