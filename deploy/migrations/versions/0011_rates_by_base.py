"""Rates by base."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("exchange_rate", sa.Column("base", sa.Text(), nullable=True))
    op.execute(
        "UPDATE exchange_rate r SET base = w.currency FROM workspace w WHERE w.id = r.tenant_id"
    )
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
