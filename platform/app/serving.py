"""The web server, with one door that stays open while the processes behind it come and go."""

import ctypes
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from granian.net import SocketSpec  # type: ignore[attr-defined]  # imported there for us
from granian.server.mp import MPServer

from app.readiness import draining_mark
from kernel.settings import Settings

# glibc's numbers for what `mallopt` sets.
_TRIM_THRESHOLD, _ARENA_MAX = -1, -8


def be_thrifty() -> None:
    """Give back to the machine what pages took, in this process and those that it forks.

    Else the C library keeps 20 MB of it a process, once all pages were seen.
    """
    library = ctypes.CDLL(None)
    if hasattr(library, "mallopt"):
        library.mallopt(_ARENA_MAX, 1)
        library.mallopt(_TRIM_THRESHOLD, 1 << 17)


class OneDoor(MPServer):
    """All processes accept at one socket of their parent.

    With a socket each, as granian has them on Linux, a process that ends takes those who wait
    before it with it; so a restart under load failed some requests.
    """

    _ssp: Any
    _shd: Any
    _sfd: Any
    _sso: Any
    drain: "Drain"

    def _init_shared_socket(self) -> None:
        self._ssp = None
        self._shd = SocketSpec(self.bind_addr, self.bind_port, self.backlog).build()
        self._sfd = self._shd.get_fd()
        self._sso = socket.socket(fileno=self._sfd)
        self._sso.set_inheritable(True)

    def shutdown(self, exit_code: int = 0) -> None:
        """Say at /ready that the end is near, let the balancers see it, and end."""
        with self.drain.announced():
            super().shutdown(exit_code)  # type: ignore[no-untyped-call]


class Drain:
    """The mark that the processes behind the door look for, and how long it is shown before."""

    def __init__(self, settings: Settings) -> None:
        self._mark = draining_mark(settings, os.getpid())
        self._seconds = settings.drain_seconds
        self._mark.unlink(missing_ok=True)

    @contextmanager
    def announced(self) -> Iterator[None]:
        self._mark.touch()
        time.sleep(self._seconds)
        try:
            yield
        finally:
            self._mark.unlink(missing_ok=True)
