"""Eyes that see past row-level security."""

from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest


@pytest.fixture
async def admin(admin_dsn: str, dsn: str) -> AsyncIterator[Any]:
    """The migrated database, as its administrator."""
    connection = await asyncpg.connect(admin_dsn)
    yield connection
    await connection.close()
