"""Looking behind the doors, as the database's administrator."""

from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest


@pytest.fixture
async def admin(admin_dsn: str, dsn: str) -> AsyncIterator[Any]:
    connection = await asyncpg.connect(admin_dsn)
    yield connection
    await connection.close()
