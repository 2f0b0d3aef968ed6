"""What a webhook is told of an event: what its maker sees of it, and no more."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

import msgspec

from crm.records.reading import fetch, view
from crm.records.types import record_type
from kernel.errors import Merged, NotFound
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from kernel.veils import change_seen

MAX_BYTES: Final = 100_000


async def told(uow: UnitOfWork, maker: Principal, event: Mapping[str, Any]) -> str | None:
    """The body of the message; None where the maker does not see the record or the change."""
    kind = record_type(event["record_type"])
    if not maker.may(f"{kind.name}:see"):
        return None
    seen = change_seen(maker, kind.name, event)
    record = await _record(uow, maker, event)
    if seen is None or record is None:
        return None
    data = {
        "id": event["record_id"],
        "type": kind.name,
        "actor": event["actor_name"],
        "source": event["source"],
    }
    whole = {"record": record, "before": seen["before"], "after": seen["after"]}
    # What is too long is told of without its text, and can be fetched by its id.
    for more in (whole, {"record": record}, {}):
        body = written(f"{kind.name}.{event['action']}", event["at"], data | more)
        if len(body.encode()) <= MAX_BYTES:
            return body
    return None


def written(type: str, at: Any, data: dict[str, Any]) -> str:
    """A message as Standard Webhooks shapes it."""
    return msgspec.json.encode({"type": type, "timestamp": at, "data": data}).decode()


async def _record(
    uow: UnitOfWork, maker: Principal, event: Mapping[str, Any]
) -> dict[str, Any] | None:
    kind, record_id = record_type(event["record_type"]), UUID(str(event["record_id"]))
    for deleted in (False, True):
        try:
            row = await fetch(uow, maker, kind, record_id, deleted=deleted)
        except (NotFound, Merged):
            continue
        return view(maker, kind, row)
    return None
