"""Every write of a record brings its text into the index, in the same statement."""

from crm.records.ports import Change, on_write
from crm.records.types import Row
from kernel import jobs
from kernel.batch import WriteBatch
from search.indexing import (
    FILES_OF,
    Text,
    index_parts,
    reindex_parts,
    remove_parts,
    rescope_parts,
)


def follow(batch: WriteBatch, change: Change) -> None:
    tenant_id = change.principal.tenant_id
    record = _text(change, change.row)
    if change.row["deleted_at"] is not None:
        remove_parts(batch, tenant_id, change.record_id)
    elif change.before is None:
        index_parts(batch, tenant_id, record)
    elif change.before["deleted_at"] is not None:
        index_parts(batch, tenant_id, record)
        back = {"record_ids": [str(change.record_id)]}
        jobs.enqueue_part(batch, FILES_OF, back, tenant_id=tenant_id)
    else:
        before = _text(change, change.before)
        if (before.title, before.text) != (record.title, record.text):
            reindex_parts(batch, tenant_id, record)
        elif before != record:
            rescope_parts(
                batch,
                tenant_id,
                change.record_id,
                owner_id=record.owner_id,
                team_id=record.team_id,
            )


def follow_many(batch: WriteBatch, changes: list[Change]) -> None:
    """The same for many new records."""
    texts = [_text(change, change.row) for change in changes]
    index_parts(batch, changes[0].principal.tenant_id, *texts)


def _text(change: Change, row: Row) -> Text:
    return Text(
        record_id=change.record_id,
        record_type=change.kind.name,
        title=change.kind.title(row),
        text=change.text_of(row),
        owner_id=row["owner_id"],
        team_id=row["team_id"],
    )


on_write(follow, many=follow_many)
