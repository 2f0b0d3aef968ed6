"""Bots of many channels, files in the chat."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bot_account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False, comment="what the network calls the bot"),
        sa.Column(
            "path", sa.Text(), nullable=False, comment="of its webhook: nobody else can guess it"
        ),
        sa.Column("username", sa.Text(), server_default="", nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False, comment="its token and secrets"),
        sa.Column("answers_customers", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f("fk_bot_account_workspace_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bot_account")),
        sa.UniqueConstraint("channel", "number", name=op.f("uq_bot_account_channel_number")),
        sa.UniqueConstraint("channel", "path", name=op.f("uq_bot_account_channel_path")),
        sa.UniqueConstraint(
            "channel", "workspace_id", name=op.f("uq_bot_account_channel_workspace_id")
        ),
    )
    op.create_table(
        "bot_group",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("bot_id", sa.Text(), nullable=False),
        sa.Column("chat_id", sa.Text(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column(
            "tells_won",
            sa.Boolean(),
            server_default="false",
            nullable=False,
            comment="whether won deals are told there",
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f("fk_bot_group_workspace_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bot_group")),
        sa.UniqueConstraint(
            "channel", "bot_id", "chat_id", name=op.f("uq_bot_group_channel_bot_id_chat_id")
        ),
    )
    op.create_index("ix_bot_group_of_workspace", "bot_group", ["workspace_id"], unique=False)
    op.create_table(
        "chat_file",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=True),
        sa.Column("channel", sa.Text(), server_default="", nullable=False),
        sa.Column("bot_id", sa.Text(), server_default="", nullable=False),
        sa.Column("chat_id", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "reference",
            sa.Text(),
            server_default="",
            nullable=False,
            comment="the channel's name of it, to fetch it by",
        ),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("seconds", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("sha256", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), server_default="waiting", nullable=False),
        sa.Column("transcript", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'kept', 'attached', 'lost')", name=op.f("ck_chat_file_state")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "draft_id"],
            ["chat_draft.tenant_id", "chat_draft.id"],
            name=op.f("fk_chat_file_tenant_id_draft_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "member_id"],
            ["membership.tenant_id", "membership.id"],
            name=op.f("fk_chat_file_tenant_id_member_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["workspace.id"], name=op.f("fk_chat_file_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_chat_file")),
    )
    op.create_index("ix_chat_file_of_draft", "chat_file", ["tenant_id", "draft_id"], unique=False)
    op.add_column(
        "bot_inbox", sa.Column("channel", sa.Text(), server_default="telegram", nullable=False)
    )
    op.add_column(
        "bot_inbox",
        sa.Column("event_id", sa.Text(), nullable=True, comment="the network's own name of it"),
    )
    # What Telegram repeats after the upgrade is known all the same.
    op.execute("UPDATE bot_inbox SET event_id = update_id::text")
    op.alter_column(
        "bot_inbox",
        "update_id",
        existing_type=sa.BIGINT(),
        comment="its place in the order of its chat",
        existing_nullable=True,
    )
    op.drop_index(
        op.f("ix_bot_inbox_waiting"),
        table_name="bot_inbox",
        postgresql_where="(state = 'waiting'::text)",
    )
    op.create_index(
        "ix_bot_inbox_waiting",
        "bot_inbox",
        ["channel", "bot_id", "chat_id", "update_id"],
        unique=False,
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_unique_constraint(
        op.f("uq_bot_inbox_channel_bot_id_event_id"), "bot_inbox", ["channel", "bot_id", "event_id"]
    )
    op.add_column(
        "chat_thread",
        sa.Column(
            "numbered", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False
        ),
    )
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON bot_account TO guanxi_app")
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON bot_account TO guanxi_restore")
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON bot_group TO guanxi_app")
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON bot_group TO guanxi_restore")
    op.execute("ALTER TABLE chat_file ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE chat_file FORCE ROW LEVEL SECURITY")
    op.execute(
        "CREATE POLICY chat_file_workspace ON chat_file USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid)"
    )
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON chat_file TO guanxi_app")
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON chat_file TO guanxi_restore")


def downgrade() -> None:
    op.drop_column("chat_thread", "numbered")
    op.drop_constraint(op.f("uq_bot_inbox_channel_bot_id_event_id"), "bot_inbox", type_="unique")
    op.drop_index(
        "ix_bot_inbox_waiting",
        table_name="bot_inbox",
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(
        op.f("ix_bot_inbox_waiting"),
        "bot_inbox",
        ["bot_id", "chat_id", "update_id"],
        unique=False,
        postgresql_where="(state = 'waiting'::text)",
    )
    op.alter_column(
        "bot_inbox",
        "update_id",
        existing_type=sa.BIGINT(),
        comment=None,
        existing_comment="its place in the order of its chat",
        existing_nullable=True,
    )
    op.drop_column("bot_inbox", "event_id")
    op.drop_column("bot_inbox", "channel")
    op.drop_index("ix_chat_file_of_draft", table_name="chat_file")
    op.drop_table("chat_file")
    op.drop_index("ix_bot_group_of_workspace", table_name="bot_group")
    op.drop_table("bot_group")
    op.drop_table("bot_account")
