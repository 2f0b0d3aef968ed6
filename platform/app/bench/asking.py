"""The application in this process, asked one thing at a time."""

import statistics
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from app.databases import Addresses
from app.main import create_app
from kernel.settings import Settings


@asynccontextmanager
async def visitor(settings: Settings, addresses: Addresses) -> AsyncIterator[httpx.AsyncClient]:
    """A connection to the started application."""
    app: Any = create_app(settings, addresses.app)
    transport = httpx.ASGITransport(app=app)
    async with (
        app.inner.lifespan(),
        httpx.AsyncClient(transport=transport, base_url="http://bench") as client,
    ):
        yield client


async def median(
    client: httpx.AsyncClient, path: str, headers: dict[str, str], turns: int
) -> float:
    """Milliseconds of an answer; one that is no success is raised."""
    times = []
    for _turn in range(turns):
        begun = time.perf_counter()
        answer = await client.get(path, headers=headers)
        times.append(time.perf_counter() - begun)
        answer.raise_for_status()
    return round(statistics.median(times) * 1000, 1)


def against(figures: dict[str, float], goal_of: Callable[[str], int]) -> Iterator[str]:
    """A line for each figure, with its goal in milliseconds."""
    for name, took in figures.items():
        goal = goal_of(name)
        yield f"{name}: {took} ms (goal {goal}: {'met' if took < goal else 'not met'})"
