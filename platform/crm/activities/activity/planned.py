"""A planned contact that took place is an activity of its kind."""

from uuid import UUID

from crm.activities.activity.service import Activities
from crm.activities.task.ports import happened
from crm.records.reading import demand_visible
from crm.records.types import Row
from kernel.principal import Principal, unveiled
from kernel.transaction import UnitOfWork


async def record(uow: UnitOfWork, principal: Principal, task: Row, text: str) -> UUID | None:
    """Log it about the same records, as far as the member sees them."""
    if not principal.may("activity:create"):
        return None
    links = [UUID(link[1]) for link in task["_links"] or () if link[0] == "links"]
    seen = await demand_visible(uow, principal, links)
    made = await Activities(uow, unveiled(principal)).create(
        {
            "kind": task["planned_kind"],
            "text": text,
            "links": [{"id": link} for link in links if link in seen],
        }
    )
    found: UUID = made["id"]
    return found


happened.record = record
