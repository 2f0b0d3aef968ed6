"""A firm with two reps and deals that are known in plain Python too."""

from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest
from dealings import Dealings
from roles import ids_of
from world import Workspace


@pytest.fixture(scope="session")
async def admin(admin_dsn: str, dsn: str) -> AsyncIterator[Any]:
    """The migrated database, as its administrator."""
    connection = await asyncpg.connect(admin_dsn)
    yield connection
    await connection.close()


@pytest.fixture(params=[1, 2])
async def dealings(acme: Workspace, admin: Any, request: pytest.FixtureRequest) -> Dealings:
    """Sixty deals of two reps; `owners` are they by name."""
    await acme.member("rep", "Rita")
    await acme.member("rep", "Max")
    rivals = [(await acme.create("competitors", name=name))["id"] for name in ("Wilo", "KSB")]
    stages = (await acme.get("pipelines"))["items"][0]["stages"]
    made = Dealings(admin, acme.workspace_id, stages, request.param)
    people = await ids_of(acme)
    await made.some(60, [people["Rita"], people["Max"]], rivals)
    return made
