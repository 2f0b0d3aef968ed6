"""When a chat wrote last."""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index('ix_bot_inbox_last', 'bot_inbox', ['bot_id', 'chat_id', 'received_at'], unique=False, postgresql_where=sa.text("channel = 'whatsapp'"))


def downgrade() -> None:
    op.drop_index('ix_bot_inbox_last', table_name='bot_inbox', postgresql_where=sa.text("channel = 'whatsapp'"))
