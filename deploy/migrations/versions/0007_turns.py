"""Turns: who has jobs, and which of theirs is due first."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE INDEX guanxi_turns_idx ON queue.pgqueuer (
            COALESCE(headers ->> 'lane', headers ->> 'tenant', '-'), execute_after, id)
        WHERE status = 'queued'
        """
    )


def downgrade() -> None:
    op.execute("DROP INDEX queue.guanxi_turns_idx")
