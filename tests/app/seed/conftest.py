from datetime import UTC, datetime

import pytest

from app.seed.world import Workspace, workspaces

NOW = datetime(2026, 11, 20, 14, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def small_world() -> list[Workspace]:
    return list(workspaces("small", "both", seed=7, now=NOW))


@pytest.fixture(scope="module")
def now() -> datetime:
    return NOW
