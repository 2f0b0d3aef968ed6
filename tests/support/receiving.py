"""A server of somebody else's: hears webhooks on this machine, and answers as it is told."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import msgspec
from standardwebhooks import Webhook as Verifier


class Receiver:
    """What it heard, and the codes that it answers with, the last one for ever."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.heard: list[tuple[dict[str, str], bytes]] = []
        self.answers = [204]
        self.headers: dict[str, str] = {}

    def answer(self) -> int:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def messages(self, secret: str) -> list[Any]:
        """The bodies, each signed with that secret or an error."""
        return [
            msgspec.json.decode(body) if Verifier(secret).verify(body, headers) else None
            for headers, body in self.heard
        ]


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver on a port of its own."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            receiver.heard.append((dict(self.headers), body))
            self.send_response(receiver.answer())
            for name, value in receiver.headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver = Receiver(f"http://127.0.0.1:{server.server_port}/hook?a=1")
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
