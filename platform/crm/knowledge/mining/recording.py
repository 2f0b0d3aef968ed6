"""What an activity tells is noted in the same statement as the activity."""

from typing import Final

from crm.activities.activity.model import ACTIVITY
from crm.knowledge.hearing.reading import heard
from crm.records.ports import Change, on_write
from kernel.batch import WriteBatch

NOTED: Final = """
INSERT INTO knowledge_mention (tenant_id, record_id, heard, topic, at)
SELECT :tenant_id, :record_id, u.heard, u.topic, :at
FROM unnest(:kinds::text[], :topics::text[]) AS u(heard, topic)
ON CONFLICT (tenant_id, record_id, heard, topic) DO UPDATE SET at = excluded.at
"""
GONE: Final = """
DELETE FROM knowledge_mention m WHERE m.tenant_id = :tenant_id AND m.record_id = :record_id
    AND NOT (m.heard || ':' || m.topic) = ANY(:kept::text[])
"""


def note(batch: WriteBatch, change: Change) -> None:
    """Its objections and needs; of a changed text those that are in it no more are forgotten."""
    if change.kind.name != ACTIVITY.name:
        return
    fresh = change.before is None
    if not fresh and not change.changed & {"text", "happened_at"}:
        return
    found = heard(change.row["text"] or "")
    whose = {"tenant_id": change.principal.tenant_id, "record_id": change.record_id}
    if not fresh:
        batch.add(GONE, **whose, kept=[f"{one.kind}:{one.topic}" for one in found])
    if found:
        batch.add(
            NOTED,
            **whose,
            at=change.row["happened_at"],
            kinds=[one.kind for one in found],
            topics=[one.topic for one in found],
        )


on_write(note)
