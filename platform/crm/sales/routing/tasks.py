"""Offers that nobody answered, and leads for which nobody was at work."""

from typing import Any
from uuid import UUID

from crm.sales.routing.answering import again, expire
from crm.sales.routing.service import AGAIN, EXPIRE
from kernel import jobs
from kernel.transaction import UnitOfWork


@jobs.job(EXPIRE)
async def over(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """At the end of the minutes that the rule grants."""
    await expire(uow, UUID(payload["id"]))


@jobs.job(AGAIN)
async def retry(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """A quarter of an hour later, and so on until somebody comes to work."""
    await again(uow, UUID(payload["id"]))
