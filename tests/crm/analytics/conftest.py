"""A firm with two reps and deals that are known in plain Python too."""

from typing import Any

import pytest
from dealings import Dealings
from roles import ids_of
from world import Workspace


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
