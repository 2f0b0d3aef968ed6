"""Rows on their way into tables: gathered, then copied in the order their keys demand."""

from typing import Any

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
