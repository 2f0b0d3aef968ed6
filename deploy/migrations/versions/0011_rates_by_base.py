"""Rates by base."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

# Firm by firm, for the tables' owner is inside the wall too.
FILL = """
DO $do$ DECLARE firm record;
BEGIN FOR firm IN SELECT w.id, w.currency FROM workspace w LOOP
    EXECUTE format('SET LOCAL app.tenant_id = %L', firm.id);
    UPDATE exchange_rate r SET base = firm.currency WHERE r.tenant_id = firm.id;
END LOOP; END $do$
"""


def upgrade() -> None:
    op.add_column("exchange_rate", sa.Column("base", sa.Text(), nullable=True))
    op.execute(FILL)
    op.alter_column("exchange_rate", "base", nullable=False)
    op.drop_constraint(op.f("pk_exchange_rate"), "exchange_rate", type_="primary")
    op.create_primary_key(
        op.f("pk_exchange_rate"), "exchange_rate", ["tenant_id", "base", "currency", "day"]
    )


def downgrade() -> None:
    op.drop_constraint(op.f("pk_exchange_rate"), "exchange_rate", type_="primary")
    op.create_primary_key(
        op.f("pk_exchange_rate"), "exchange_rate", ["tenant_id", "currency", "day"]
    )
    op.drop_column("exchange_rate", "base")
