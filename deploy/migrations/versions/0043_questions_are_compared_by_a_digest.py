"""Questions are compared by a digest."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.alter_column(
        "knowledge_question",
        "asked",
        type_=sa.LargeBinary(),
        postgresql_using="sha256(convert_to(asked, 'UTF8'))",
    )


def downgrade() -> None:
    op.alter_column(
        "knowledge_question",
        "asked",
        type_=sa.Text(),
        postgresql_using="encode(asked, 'hex')",
    )
