"""Workspaces with nothing in them but the notes that a test writes."""

from collections.abc import AsyncIterator

import pytest

from kernel.database import Database
from search.evaluation.scratch import Scratch, scratch_workspace


@pytest.fixture
async def notes(database: Database) -> AsyncIterator[Scratch]:
    """Our notes."""
    async with scratch_workspace(database) as scratch:
        yield scratch


@pytest.fixture
async def their_notes(database: Database) -> AsyncIterator[Scratch]:
    """Another firm's."""
    async with scratch_workspace(database) as scratch:
        yield scratch
