"""An operator at work."""

from uuid import uuid4

import pytest
from console import Console, operator_at_work

from tests.app.conftest import restore_dsn  # noqa: F401 -- a fixture
from tests.billing.conftest import behind, paying, told  # noqa: F401 -- fixtures


@pytest.fixture
async def console(http, admin) -> Console:
    return await operator_at_work(http, admin, f"ops-{uuid4().hex[:8]}@example.com")
