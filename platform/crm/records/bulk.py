"""The same change to many records: each by its own rules, with a result for each."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from crm.records.service import Records
from kernel.errors import Refused
from kernel.transaction import refusal_of

MOST = 200


class Outcome(msgspec.Struct, frozen=True):
    """How it went for one record; `error` is empty where it went well."""

    id: UUID
    error: str = ""


async def each(
    records: Records, ids: list[UUID], change: Callable[[UUID], Awaitable[Any]]
) -> list[Outcome]:
    """Change each; what is refused leaves the others alone."""
    outcomes = []
    for record_id in ids[:MOST]:
        try:
            async with records.uow.savepoint():
                await change(record_id)
        except Refused as error:
            outcomes.append(Outcome(record_id, error.message))
        except asyncpg.IntegrityConstraintViolationError as error:
            outcomes.append(Outcome(record_id, refusal_of(error).message))
        else:
            outcomes.append(Outcome(record_id))
    return outcomes
