"""The queue's bell rings after the commit, not in it."""

from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Whoever rings in a transaction takes a lock of the whole cluster until its commit is on the
    # disk: all writes that have work for later would wait in one line. Workers of the version
    # before look into the queue every five seconds as well, and so miss nothing.
    op.execute("DROP TRIGGER IF EXISTS tg_pgqueuer_changed ON queue.pgqueuer")


def downgrade() -> None:
    op.execute(
        "CREATE OR REPLACE TRIGGER tg_pgqueuer_changed AFTER INSERT ON queue.pgqueuer "
        "FOR EACH STATEMENT EXECUTE FUNCTION queue.fn_pgqueuer_changed()"
    )
