"""The web server, with one door that stays open while the processes behind it come and go."""

import socket
from typing import Any

from granian.net import SocketSpec  # type: ignore[attr-defined]  # imported there for us
from granian.server.mp import MPServer


class OneDoor(MPServer):
    """All processes accept at one socket of their parent.

    With a socket each, as granian has them on Linux, a process that ends takes those who wait
    before it with it; so a restart under load failed some requests.
    """

    _ssp: Any
    _shd: Any
    _sfd: Any
    _sso: Any

    def _init_shared_socket(self) -> None:
        self._ssp = None
        self._shd = SocketSpec(self.bind_addr, self.bind_port, self.backlog).build()
        self._sfd = self._shd.get_fd()
        self._sso = socket.socket(fileno=self._sfd)
        self._sso.set_inheritable(True)
