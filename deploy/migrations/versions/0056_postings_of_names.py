"""Postings of names."""

from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Names that were there before get theirs by a job: a large table is not read while nobody can
    # work, and the version before, which does not know the job, leaves it alone.
    # A database that is new has nothing to do; its size says so, for rows are hidden from here.
    op.execute("INSERT INTO queue.pgqueuer (priority, entrypoint, payload, execute_after, dedupe_key, headers, status) SELECT 0, 'search.names', '{}', now(), 'search.names', '{}', 'queued' WHERE pg_relation_size('workspace') > 0 ON CONFLICT DO NOTHING")


def downgrade() -> None:
    op.execute("DELETE FROM queue.pgqueuer WHERE entrypoint = 'search.names'")
