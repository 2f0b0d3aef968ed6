"""Records of a batch go back to what they were, newest change first, unless edited since."""

from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from crm.records.reading import fetch
from crm.records.service import Records, service_of
from crm.records.types import RecordType, Row
from crm.records.undo.rows import put_back
from kernel.errors import Forbidden, NotFound, Refused
from kernel.i18n import _
from kernel.principal import Principal
from kernel.transaction import UnitOfWork, refusal_of

RESTORED, EDITED, REFUSED = "restored", "edited", "refused"

_NEXT = """
SELECT i.record_id, i.record_type FROM before_image i
WHERE i.tenant_id = $1 AND i.batch_id = $2 AND i.outcome = ''
ORDER BY i.tenant_id, i.batch_id, i.id DESC LIMIT $3
"""
_CHAIN = """
SELECT i.before, i.version_after FROM before_image i
WHERE i.tenant_id = $1 AND i.record_id = $2 AND i.batch_id = $3
ORDER BY i.tenant_id, i.record_id, i.batch_id, i.id DESC
"""
_DONE = """
UPDATE before_image i SET outcome = $4, reason = $5
WHERE i.tenant_id = $1 AND i.record_id = $2 AND i.batch_id = $3
"""


class EditedSince(Refused):
    """Somebody worked on it after the batch; their work is worth more than the undo."""

    def default(self) -> str:
        return _("It was changed afterwards, so it stays as it is.")


async def restore_some(uow: UnitOfWork, principal: Principal, batch_id: UUID, most: int) -> bool:
    """Take back the changes of up to `most` records; whether there may be more."""
    rows = await uow.fetch(_NEXT, principal.tenant_id, batch_id, most)
    for record_id, record_type in dict.fromkeys((r["record_id"], r["record_type"]) for r in rows):
        records = service_of(record_type, uow, principal)
        outcome, reason = await _attempt(records, record_id, batch_id)
        said = (record_id, batch_id, outcome, reason)
        await uow.execute(_DONE, principal.tenant_id, *said)
    return len(rows) == most


async def _attempt(records: Records, record_id: UUID, batch_id: UUID) -> tuple[str, str]:
    try:
        async with records.uow.savepoint():
            await _restore(records, record_id, batch_id)
    except EditedSince as error:
        return EDITED, error.message
    except Refused as error:
        return REFUSED, error.message
    except asyncpg.IntegrityConstraintViolationError as error:
        return REFUSED, refusal_of(error).message
    return RESTORED, ""


async def _restore(records: Records, record_id: UUID, batch_id: UUID) -> None:
    me = records.principal
    if not me.may(f"{records.kind.name}:edit"):
        raise Forbidden
    now = await _held(records, record_id)
    chain = await records.uow.fetch(_CHAIN, me.tenant_id, record_id, batch_id)
    images = [row for row in chain if row["version_after"] is not None]
    if images:
        _demand_untouched(now, images)
    for moved in (row["before"] for row in chain if row["version_after"] is None):
        await put_back(records.uow, moved)
    if not images:
        return
    if images[-1]["before"] is None:
        await records.take_back(now, None, {})
        return
    columns: dict[str, Any] = {}
    links: dict[str, list[UUID]] = {}
    for image in images:
        columns |= image["before"]["columns"]
        links |= {n: [UUID(i) for i in ids] for n, ids in image["before"]["links"].items()}
    await records.take_back(now, typed(records.kind, columns), links)


async def _held(records: Records, record_id: UUID) -> Row:
    """The row wherever it lies, if the principal may see and change it."""
    for deleted in (False, True):
        try:
            row = await fetch(
                records.uow, records.principal, records.kind, record_id, lock=True, deleted=deleted
            )
        except NotFound:
            continue
        records.demand_change(row)
        return row
    raise NotFound


def _demand_untouched(now: Row, images: list[Any]) -> None:
    """Nobody wrote after the batch's last change, nor between two of its changes."""
    if now["version"] != images[0]["version_after"]:
        raise EditedSince
    for newer, older in pairwise(images):
        if newer["before"]["version"] != older["version_after"]:
            raise EditedSince


def typed(kind: RecordType, columns: dict[str, Any]) -> dict[str, Any]:
    """Columns from their JSON form; those that the type has no more are left out."""
    table, found = kind.model.__table__.c, {}
    for name, value in columns.items():
        if name in table:
            wanted = table[name].type.python_type
            plain = wanted in {UUID, datetime, date, Decimal} and value is not None
            found[name] = msgspec.convert(value, wanted) if plain else value
    return found
