"""Workspaces with nothing in them but the notes that a test writes."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from fake_model import FakeModel

from kernel.database import Database
from kernel.settings import Settings
from search.dense.installed import installed
from search.dense.wire import socket_in
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


@pytest.fixture
async def model(settings: Settings) -> AsyncIterator[FakeModel]:
    """An embedder that knows about cranes."""
    installed.use(settings)
    fake = FakeModel()
    path = socket_in(settings.data_dir)
    server = await asyncio.start_unix_server(fake.answer, str(path))
    async with server:
        yield fake
    path.unlink(missing_ok=True)
    installed.use(settings)
