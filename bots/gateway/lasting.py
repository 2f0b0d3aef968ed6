"""What a bot does for as long as its process runs: a fault is told, and it is tried again."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Hashable, Mapping
from typing import Any, Final

import structlog

log = structlog.get_logger()
FIRST_PAUSE: Final = 1.0
LONGEST_PAUSE: Final = 60.0


class Told(Exception):
    """A fault whose message holds no secret, so that it may stand in the log."""


async def lasting(
    step: Callable[[], Awaitable[object]], *, every: float | None = None, **whose: Any
) -> None:
    """Again and again, `every` so many seconds; without, until it was done once.

    Whatever it meets (a network or a database that is away, a fault of ours), a bot that went deaf
    would be noticed by nobody.
    """
    pause = FIRST_PAUSE
    while True:
        try:
            await step()
        except Exception as error:  # noqa: BLE001 -- see above
            why = str(error) if isinstance(error, Told) else type(error).__name__
            log.warning("bot_fault", why=why, pause=pause, **whose)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        else:
            if every is None:
                return
            pause = FIRST_PAUSE
            await asyncio.sleep(every)


class Tasks:
    """A task for each of what there is: begun when it comes, ended when it is gone."""

    def __init__(self) -> None:
        self._running: dict[Hashable, asyncio.Task[None]] = {}

    def settle(self, wanted: Mapping[Any, Callable[[], Coroutine[Any, Any, None]]]) -> None:
        """These and no others; what runs already goes on."""
        for key in self._running.keys() - wanted.keys():
            self._running.pop(key).cancel()
        for key in wanted.keys() - self._running.keys():
            self._running[key] = asyncio.create_task(wanted[key]())

    async def close(self) -> None:
        """Let all of them go."""
        for task in self._running.values():
            task.cancel()
        await asyncio.gather(*self._running.values(), return_exceptions=True)
