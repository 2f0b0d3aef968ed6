"""Rows on their way into tables: gathered, then copied in the order their keys demand."""

from typing import Any

# Parents before children.
COLUMNS: dict[str, tuple[str, ...]] = {
    "team": ("tenant_id", "id", "name", "parent_id", "created_at"),
    "membership": (
        "tenant_id",
        "id",
        "person_id",
        "role",
        "team_id",
        "team_ids",
        "name",
        "created_at",
    ),
    "tag": ("tenant_id", "id", "name", "color"),
    "record": ("tenant_id", "id", "type", "title", "owner_id", "team_id"),
    "company": (),
    "pool": ("tenant_id", "id", "name", "record_type", "created_at"),
    "pool_member": ("tenant_id", "pool_id", "member_id", "admin"),
    "reclaim_rule": ("tenant_id", "id", "pool_id", "conditions", "remind_days", "since"),
    "ownership_span": (
        "tenant_id",
        "id",
        "record_id",
        "record_type",
        "owner_id",
        "started_at",
        "ended_at",
        "cause",
        "end_cause",
        "end_reason",
        "actor_id",
    ),
    "pool_entry": (
        "tenant_id",
        "id",
        "pool_id",
        "record_id",
        "record_type",
        "entered_at",
        "cause",
        "reason",
        "previous_owner_id",
    ),
    "protection": (
        "tenant_id",
        "id",
        "record_id",
        "member_id",
        "until",
        "granted_by",
        "reason",
        "created_at",
    ),
    "segment": (
        "tenant_id",
        "id",
        "type",
        "name",
        "filter",
        "parent_id",
        "member_id",
        "created_at",
    ),
    "segment_membership": ("tenant_id", "segment_id", "record_id", "entered_at", "left_at"),
    "territory": (
        "tenant_id",
        "id",
        "name",
        "parent_id",
        "manager_id",
        "filter",
        "position",
        "created_at",
    ),
    "territory_member": ("tenant_id", "territory_id", "member_id"),
    "territory_span": ("tenant_id", "id", "record_id", "territory_id", "by_hand", "started_at"),
    "contact": (),
    "product": (),
    "competitor": (),
    "exchange_rate": (
        "tenant_id",
        "base",
        "currency",
        "day",
        "rate",
        "created_at",
        "created_by",
    ),
    "pipeline": ("tenant_id", "id", "name", "position"),
    "stage": (
        "tenant_id",
        "id",
        "pipeline_id",
        "name",
        "kind",
        "position",
        "probability",
        "color",
        "target_days",
        "rot_days",
    ),
    "deal": (),
    "lead": (),
    "registration": (),
    "worklist": (),
    "worklist_entry": (
        "tenant_id",
        "id",
        "worklist_id",
        "record_id",
        "added_by",
        "added_at",
        "state",
        "assignee_id",
        "caller_id",
        "next_call_at",
        "attempts",
        "outcome",
        "goal",
    ),
    "worklist_deed": ("tenant_id", "entry_id", "record_id"),
    "deal_stage_span": ("tenant_id", "id", "deal_id", "stage_id", "from_at", "to_at"),
    "deal_competitor": ("tenant_id", "deal_id", "competitor_id", "outcome"),
    "deal_line": (
        "tenant_id",
        "id",
        "deal_id",
        "position",
        "product_id",
        "text",
        "quantity",
        "price",
        "currency",
        "discount",
    ),
    "forecast_snapshot": (
        "tenant_id",
        "id",
        "taken_on",
        "month",
        "owner_id",
        "team_id",
        "currency",
        "won",
        "commit",
        "best_case",
        "pipeline",
        "weighted",
        "taken_at",
    ),
    "target": (
        "tenant_id",
        "id",
        "scope",
        "team_id",
        "member_id",
        "metric",
        "period",
        "value",
        "created_at",
        "created_by",
    ),
    "activity": (),
    "task": (),
    "appointment": (),
    "attendance": ("tenant_id", "member_id", "appointment_id"),
    "share": ("tenant_id", "record_id", "member_id", "level", "granted_by", "created_at"),
    "tagging": ("tenant_id", "record_id", "tag_id"),
    "identity": ("tenant_id", "record_id", "kind", "value"),
    "link": ("tenant_id", "from_id", "kind", "to_id", "position"),
    "event": (
        "tenant_id",
        "id",
        "record_type",
        "record_id",
        "action",
        "actor_id",
        "actor_name",
        "source",
        "after",
        "at",
    ),
    "chunk": (
        "tenant_id",
        "id",
        "n",
        "record_id",
        "record_type",
        "part",
        "owner_id",
        "team_id",
        "title",
        "text",
        "length",
        "tokeniser",
        "terms",
        "text_hash",
    ),
    "search_term": ("term", "n", "tf", "length", "tenant_id"),
    "term_stats": ("tenant_id", "term", "df"),
    "search_totals": ("tenant_id", "chunks", "length"),
}
_ENOUGH = 4_000


class Shelf:
    """Gathers rows per table; `flush` sends them by COPY on a connection in a transaction."""

    def __init__(self, connection: Any, columns: dict[str, tuple[str, ...]]) -> None:
        self._connection = connection
        self._columns = columns
        self.rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in columns}
        self.copied = 0

    @property
    def full(self) -> bool:
        """Whether it is time to send what has gathered."""
        return len(self.rows["record"]) >= _ENOUGH

    async def flush(self) -> None:
        """Send everything, parents first."""
        # Sorted, the index of postings grows page by page instead of everywhere at once.
        self.rows["search_term"].sort()
        for table, columns in self._columns.items():
            rows = self.rows[table]
            if rows:
                await self._connection.copy_records_to_table(table, records=rows, columns=columns)
                self.copied += len(rows)
                self.rows[table] = []
