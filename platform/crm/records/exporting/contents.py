"""What belongs into an archive: every table of the workspace but secrets and what is derived."""

from functools import cache
from typing import Final

from sqlalchemy import Table

from kernel.model import Base

# What opens doors, what is between one member and the bot, what can be made again from the
# rest, and work that is under way. What was bought and paid stays with the workspace that did.
LEFT_OUT: Final = frozenset(
    {
        "api_key",
        "batch",
        "before_image",
        "billing_reversal",
        "bot_binding",
        "chat_action",
        "chat_draft",
        "chat_file",
        "chat_message",
        "chat_thread",
        "chat_told",
        "chunk",
        "disclosure",
        "embedding",
        "export",
        "idempotency_key",
        "import",
        "import_line",
        "invitation",
        "meter",
        "notification",
        "partner_user",
        "prepaid_order",
        "revenue_span",
        "search_term",
        "search_totals",
        "subscription",
        "term_delta",
        "term_sound",
        "term_stats",
    }
)
FORMAT: Final = 1
# Columns that name a member without a foreign key.
_MEMBERS: Final = frozenset({"actor_id", "created_by"})


@cache
def exported_tables() -> tuple[str, ...]:
    """Their names, in an order in which each refers to earlier ones only."""
    tables = Base.metadata.sorted_tables
    return tuple(t.name for t in tables if "tenant_id" in t.c and t.name not in LEFT_OUT)


def table_called(name: str) -> Table:
    """The table of that name."""
    return Base.metadata.tables[name]


@cache
def member_columns(name: str) -> frozenset[str]:
    """The columns of a table that name a member."""
    table = table_called(name)
    keyed = {
        key.elements[-1].parent.name
        for key in table.foreign_key_constraints
        if key.elements[-1].column.table.name == "membership"
    }
    return frozenset(keyed | (_MEMBERS & set(table.c.keys())))


def rows_of(name: str) -> str:
    """The statement for a table's rows as JSON, in a fixed order."""
    if name == "membership":
        return (
            "SELECT jsonb_build_object('id', m.id, 'email', p.email, "
            "'name', coalesce(nullif(m.name, ''), p.name), 'role', m.role, "
            "'team_id', m.team_id, 'status', m.status)::text "
            "FROM membership m JOIN person p ON p.id = m.person_id "
            "WHERE m.tenant_id = $1 ORDER BY m.tenant_id, m.id"
        )
    keys = ", ".join(f"t.{column.name}" for column in table_called(name).primary_key)
    return (
        f"SELECT (to_jsonb(t) - 'tenant_id')::text FROM {name} t "
        f"WHERE t.tenant_id = $1 ORDER BY {keys}"
    )
