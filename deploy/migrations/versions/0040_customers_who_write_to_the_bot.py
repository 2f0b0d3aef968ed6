"""Customers who write to the bot."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "canned_reply",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["workspace.id"], name=op.f("fk_canned_reply_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_canned_reply")),
        sa.UniqueConstraint("tenant_id", "name", name=op.f("uq_canned_reply_tenant_id_name")),
    )
    op.create_table(
        "chat_told",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "member_id"],
            ["membership.tenant_id", "membership.id"],
            name=op.f("fk_chat_told_tenant_id_member_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["workspace.id"], name=op.f("fk_chat_told_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "member_id", "what", name=op.f("pk_chat_told")),
    )
    op.create_index("ix_chat_told_at", "chat_told", ["tenant_id", "at"], unique=False)
    op.create_table(
        "conversation",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("bot_id", sa.Text(), nullable=False),
        sa.Column("chat_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), server_default="", nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=True),
        sa.Column("assignee_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.Text(), server_default="open", nullable=False),
        sa.Column("last_text", sa.Text(), server_default="", nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'answered', 'closed')", name=op.f("ck_conversation_state")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "assignee_id"],
            ["membership.tenant_id", "membership.id"],
            name=op.f("fk_conversation_tenant_id_assignee_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "record_id"],
            ["record.tenant_id", "record.id"],
            name=op.f("fk_conversation_tenant_id_record_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["workspace.id"], name=op.f("fk_conversation_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_conversation")),
        sa.UniqueConstraint(
            "tenant_id",
            "channel",
            "bot_id",
            "chat_id",
            name=op.f("uq_conversation_tenant_id_channel_bot_id_chat_id"),
        ),
    )
    op.create_index(
        "ix_conversation_last", "conversation", ["tenant_id", "state", "last_at"], unique=False
    )
    op.create_index(
        "ix_conversation_of_record", "conversation", ["tenant_id", "record_id"], unique=False
    )
    op.create_table(
        "conversation_line",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "direction IN ('in', 'out')", name=op.f("ck_conversation_line_direction")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "conversation_id"],
            ["conversation.tenant_id", "conversation.id"],
            name=op.f("fk_conversation_line_tenant_id_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "member_id"],
            ["membership.tenant_id", "membership.id"],
            name=op.f("fk_conversation_line_tenant_id_member_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["workspace.id"], name=op.f("fk_conversation_line_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_conversation_line")),
    )
    op.create_index(
        "ix_conversation_line_of",
        "conversation_line",
        ["tenant_id", "conversation_id", "id"],
        unique=False,
    )
    op.add_column(
        "chat_message", sa.Column("picture", postgresql.JSONB(astext_type=sa.Text()), nullable=True)
    )
    op.execute("ALTER TABLE canned_reply ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE canned_reply FORCE ROW LEVEL SECURITY")
    op.execute(
        "CREATE POLICY canned_reply_workspace ON canned_reply USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid)"
    )
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON canned_reply TO guanxi_app")
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON canned_reply TO guanxi_restore")
    op.execute("ALTER TABLE chat_told ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE chat_told FORCE ROW LEVEL SECURITY")
    op.execute(
        "CREATE POLICY chat_told_workspace ON chat_told USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid)"
    )
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON chat_told TO guanxi_app")
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON chat_told TO guanxi_restore")
    op.execute("ALTER TABLE conversation ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE conversation FORCE ROW LEVEL SECURITY")
    op.execute(
        "CREATE POLICY conversation_workspace ON conversation USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid)"
    )
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON conversation TO guanxi_app")
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON conversation TO guanxi_restore")
    op.execute("ALTER TABLE conversation_line ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE conversation_line FORCE ROW LEVEL SECURITY")
    op.execute(
        "CREATE POLICY conversation_line_workspace ON conversation_line USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid)"
    )
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON conversation_line TO guanxi_app")
    op.execute(
        "GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON conversation_line TO guanxi_restore"
    )


def downgrade() -> None:
    op.drop_column("chat_message", "picture")
    op.drop_index("ix_conversation_line_of", table_name="conversation_line")
    op.drop_table("conversation_line")
    op.drop_index("ix_conversation_of_record", table_name="conversation")
    op.drop_index("ix_conversation_last", table_name="conversation")
    op.drop_table("conversation")
    op.drop_index("ix_chat_told_at", table_name="chat_told")
    op.drop_table("chat_told")
    op.drop_table("canned_reply")
