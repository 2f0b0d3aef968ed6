"""Eyes that see past row-level security, for looking at what the application did."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import msgspec
import pytest
from contract import Operation, operations
from probes import GONE, PROBES, TABLE

from app.main import create_app
from kernel.settings import Settings


@pytest.fixture(scope="session")
async def client(app: Any) -> AsyncIterator[httpx.AsyncClient]:
    """A connection to the application that lasts for a module."""
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as opened:
        yield opened


@pytest.fixture(scope="session")
def api(app: Any) -> list[Operation]:
    """Every operation of the OpenAPI document."""
    return operations(app)


@pytest.fixture(scope="session")
async def probed(dsn: str, settings: Settings, admin: Any) -> AsyncIterator[Any]:
    """The application with routes that misbehave, on two connections."""
    await admin.execute(TABLE)
    application = create_app(msgspec.structs.replace(settings, database_pool_size=2), dsn)
    for handler in PROBES:
        application.inner.register(handler)
    async with application.inner.lifespan():
        yield application
    await admin.execute(GONE)


@pytest.fixture(scope="session")
async def probes(probed: Any) -> AsyncIterator[httpx.AsyncClient]:
    """A connection to it."""
    transport = httpx.ASGITransport(app=probed, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as opened:
        yield opened
