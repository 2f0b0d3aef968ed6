"""Statements are planned for the workspace that asks, but those that said otherwise."""

import pytest

from kernel.transaction import UnitOfWork

pytestmark = pytest.mark.anyio
_MODE = "SELECT current_setting('plan_cache_mode')"


async def test_what_is_planned_once_ends_with_its_block(uow: UnitOfWork) -> None:
    await uow.begin_outside()
    async with uow.planned_once():
        assert await uow.fetchval(_MODE) == "force_generic_plan"
    assert await uow.fetchval(_MODE) == "force_custom_plan"
