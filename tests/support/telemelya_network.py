"""The Telegram emulator with what it needs: a Redis, an S3, and a door that knows our secret."""

import asyncio
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx

TOKEN = "123456789:telemelya-test"
HEADERS = {"Authorization": "Bearer anybody"}


def free_port() -> int:
    """A port that nobody has at present."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Telemelya:
    """Three processes on ports of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ports = [free_port() for _ in range(3)]
        self.children: list[subprocess.Popen[bytes]] = []
        self.url = f"http://127.0.0.1:{self.ports[2]}"

    def start(self) -> None:
        redis, s3, api = self.ports
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": self.folder}
        environment = os.environ | {
            "REDIS_URL": f"redis://127.0.0.1:{redis}/0",
            "MINIO_ENDPOINT": f"127.0.0.1:{s3}",
            "MOCK_SERVER_URL": self.url,
            "MOCK_SERVER_HOST": "127.0.0.1",
            "MOCK_SERVER_PORT": str(api),
            "AWS_EC2_METADATA_DISABLED": "true",
        }
        for command in (
            ["redis-server", "--port", str(redis), "--bind", "127.0.0.1", "--save", ""],
            [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(s3)],
            [sys.executable, "-m", "telemelya.server.app"],
        ):
            self.children.append(subprocess.Popen(command, env=environment, **quiet))
        self._restart_until_up(environment, quiet)

    def _restart_until_up(self, environment: dict[str, str], quiet: dict[str, Any]) -> None:
        """The emulator gives up when its S3 is not there yet; it is started again."""
        for _attempt in range(300):
            if self._is_up(self.ports[2]):
                return
            if self.children[-1].poll() is not None and self._is_up(self.ports[1]):
                command = [sys.executable, "-m", "telemelya.server.app"]
                self.children[-1] = subprocess.Popen(command, env=environment, **quiet)
            time.sleep(0.1)
        raise TimeoutError("the emulator did not start")

    @staticmethod
    def _is_up(port: int) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    def stop(self) -> None:
        for child in reversed(self.children):
            child.terminate()
        for child in reversed(self.children):
            child.wait(10)


class Door:
    """Takes the emulator's webhook calls and hands them on with the secret, which it lacks."""

    def __init__(self, http: httpx.AsyncClient, path: str, secret: str) -> None:
        self.http, self.path, self.secret = http, path, secret

    async def __aenter__(self) -> str:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/"

    async def __aexit__(self, *_error: object) -> None:
        self._server.close()
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        length = 0
        while (line := (await reader.readline()).decode().strip().lower()) != "":
            if line.startswith("content-length:"):
                length = int(line.partition(":")[2])
        body = await reader.readexactly(length)
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.secret}
        answer = await self.http.post(self.path, content=body, headers=headers)
        writer.write(
            f"HTTP/1.1 {answer.status_code} X\r\nConnection: close\r\n"
            f"Content-Length: {len(answer.content)}\r\n\r\n".encode()
            + answer.content
        )
        await writer.drain()
        writer.close()
