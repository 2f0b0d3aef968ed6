"""Every write of a record brings its keys along, in the same statement, and has them compared."""

from uuid import UUID

from crm.records.duplicates.keys import VERSION, keys, reads
from crm.records.ports import Change, on_batch_end, on_write
from kernel.batch import WriteBatch
from kernel.jobs import enqueue, enqueue_part
from kernel.principal import Principal
from kernel.transaction import UnitOfWork

COMPARE = "duplicates.compare"
FILL = "duplicates.fill"
# Stands beside the keys until the record was compared with the others.
WAITING = "waiting:"

_PUT = """
INSERT INTO match_key (tenant_id, record_type, key, record_id)
SELECT :tenant_id, :record_type, u.key, :record_id FROM unnest(:keys::text[]) AS u(key)
ON CONFLICT (tenant_id, record_type, key, record_id) DO NOTHING
"""
_PUT_MANY = """
INSERT INTO match_key (tenant_id, record_type, key, record_id)
SELECT :tenant_id, :record_type, u.key, u.id
FROM unnest(:ids::uuid[], :keys::text[]) AS u(id, key)
ON CONFLICT (tenant_id, record_type, key, record_id) DO NOTHING
"""
_GONE = """
DELETE FROM match_key WHERE tenant_id = :tenant_id AND record_id = :record_id
    AND NOT key = ANY(:keys::text[])
"""


def follow(batch: WriteBatch, change: Change) -> None:
    """Keys of a new or changed record; a job compares it, after a batch for all that it wrote."""
    kind = change.kind
    if kind.matched_by is None:
        return
    turned = "deleted_at" in change.changed
    if change.before is not None and not turned and not change.changed & reads(kind):
        return
    key_parts(batch, change, fresh=change.before is None)
    if change.principal.batch_id is None:
        enqueue_part(batch, COMPARE, {}, tenant_id=change.principal.tenant_id)


def key_parts(batch: WriteBatch, change: Change, *, fresh: bool) -> None:
    """The rows of the keys, and the mark that they were not compared yet."""
    found = [*keys(change.kind, change.row), VERSION, WAITING]
    tenant_id, record_id = change.principal.tenant_id, change.record_id
    put_keys(batch, tenant_id, change.kind.name, record_id, found, fresh=fresh)


def put_keys(
    batch: WriteBatch, tenant_id: UUID, name: str, record_id: UUID, found: list[str], *, fresh: bool
) -> None:
    """These are the keys of a record, and no others."""
    if not fresh:
        batch.add(_GONE, tenant_id=tenant_id, record_id=record_id, keys=found)
    batch.add(_PUT, tenant_id=tenant_id, record_type=name, record_id=record_id, keys=found)


def follow_many(batch: WriteBatch, changes: list[Change]) -> None:
    """The same for many new records, with one job for all of them."""
    kind, principal = changes[0].kind, changes[0].principal
    tenant_id = principal.tenant_id
    if kind.matched_by is None:
        return
    found = [[*keys(kind, change.row), VERSION, WAITING] for change in changes]
    batch.add(
        _PUT_MANY,
        tenant_id=tenant_id,
        record_type=kind.name,
        ids=[c.record_id for c, mine in zip(changes, found, strict=True) for _ in mine],
        keys=[key for mine in found for key in mine],
    )
    if principal.batch_id is None:
        enqueue_part(batch, COMPARE, {}, tenant_id=tenant_id)


async def compare_batch(uow: UnitOfWork, acting: Principal) -> None:
    """What a batch wrote is compared when it is over, so that the two do not hinder each other."""
    await enqueue(uow, COMPARE, {}, dedupe_key=f"{COMPARE}:{acting.batch_id}")


on_write(follow, many=follow_many)
on_batch_end(compare_batch)
