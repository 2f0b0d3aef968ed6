"""The queue: one index for each question, and a bell that rings for new jobs only."""

from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

_LANE = "COALESCE(headers ->> 'lane', headers ->> 'tenant', '-')"
_SPARE = {
    "pgqueuer_priority_id_id1_idx": "(priority, id DESC) INCLUDE (id) WHERE status = 'queued'",
    "pgqueuer_ep_prio_id_idx": "(entrypoint, priority DESC, id) WHERE status = 'queued'",
    "pgqueuer_updated_id_id1_idx": "(updated, id DESC) INCLUDE (id) WHERE status = 'picked'",
    "guanxi_turns_idx": f"({_LANE}, execute_after, id) WHERE status = 'queued'",
}
_BELL = """
CREATE OR REPLACE TRIGGER tg_pgqueuer_changed AFTER {events} ON queue.pgqueuer
FOR EACH STATEMENT EXECUTE FUNCTION queue.fn_pgqueuer_changed()
"""


def upgrade() -> None:
    # A queue is empty whenever statistics are taken, so that the planner takes any of several
    # indexes that fit. `< 'picked'` is `= 'queued'` in words that only the questions of turns use.
    op.execute(
        f"CREATE INDEX guanxi_lanes_idx ON queue.pgqueuer ({_LANE}, execute_after, id) "
        "WHERE status < 'picked'"
    )
    for name in _SPARE:
        op.execute(f"DROP INDEX queue.{name}")
    # Whoever rings takes a lock of the whole cluster until its commit is on the disk.
    op.execute(_BELL.format(events="INSERT"))


def downgrade() -> None:
    op.execute(_BELL.format(events="INSERT OR DELETE OR UPDATE OR TRUNCATE"))
    for name, what in _SPARE.items():
        op.execute(f"CREATE INDEX {name} ON queue.pgqueuer {what}")
    op.execute("DROP INDEX queue.guanxi_lanes_idx")
