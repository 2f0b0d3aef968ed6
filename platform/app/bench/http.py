"""Our endpoints against the bare twin, in one run, turn by turn."""

import json
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
import psutil

from app.bench.load import Round, load, request_bytes
from app.bench.recording import Recorded, recorded
from app.bench.world import BenchWorld, fill
from app.databases import Addresses
from app.main import create_app
from kernel.settings import Settings

RATIO_AT = (10_000, 16)
GOALS = {"list": 0.55, "get": 0.45, "create": 0.45, "log": 0.40}


class Ask(msgspec.Struct, frozen=True):
    """One endpoint to measure."""

    name: str
    method: str
    path: str
    body: dict[str, Any] | None = None


def asks(world: BenchWorld) -> list[Ask]:
    """The five acts of a rep's day."""
    base = f"/api/v1/{world.slug}"
    about = [{"type": "company", "id": str(world.company_id)}]
    return [
        Ask("list", "GET", f"{base}/contacts?limit=50"),
        Ask("get", "GET", f"{base}/contacts/{world.contact_id}"),
        Ask("create", "POST", f"{base}/contacts", {"name": "Wang Wei", "job_title": "Buyer"}),
        Ask(
            "log",
            "POST",
            f"{base}/activities",
            {"kind": "visit", "text": "Wants 20 pumps by March, price too high", "links": about},
        ),
        Ask("search", "GET", f"{base}/search?q={quote('c4ca423 eccbc87')}"),
    ]


async def measure(
    settings: Settings,
    addresses: Addresses,
    sizes: list[int],
    seconds: float,
    say: Callable[[str], None],
) -> dict[str, Any]:
    """All figures; `ratios` are of requests per second at 10,000 contacts, 16 at a time."""
    cells: list[dict[str, Any]] = []
    for size in sizes:
        say(f"filling a workspace with {size:,} contacts")
        world = await fill(addresses.restore, size)
        recordings = await _recordings(settings, addresses, world)
        with _servers(settings, addresses, recordings) as (ours, twin):
            for ask in asks(world):
                for concurrency in (1, 16):
                    cell = await _cell(world, ask, ours, twin, concurrency, seconds)
                    cell |= {
                        "contacts": size,
                        "queries": len(next(r for r in recordings if r.name == ask.name).said),
                    }
                    cells.append(cell)
                    say(_line(cell))
    ratios = {
        c["name"]: c["ratio"]
        for c in cells
        if (c["contacts"], c["concurrency"]) == RATIO_AT or len(sizes) == 1
    }
    return {"ratios": ratios, "goals": GOALS, "cells": cells}


async def _recordings(
    settings: Settings, addresses: Addresses, world: BenchWorld
) -> list[Recorded]:
    app = create_app(settings, addresses.app)
    async with app.inner.lifespan():
        return [
            await recorded(app, a.name, a.method, a.path, world.token, a.body) for a in asks(world)
        ]


async def _cell(
    world: BenchWorld,
    ask: Ask,
    ours: "_Server",
    twin: "_Server",
    concurrency: int,
    seconds: float,
) -> dict[str, Any]:
    body = json.dumps(ask.body).encode() if ask.body else b""
    mine = request_bytes(ask.method, ask.path, world.token, body)
    theirs = request_bytes(ask.method, f"/{ask.name}", world.token, body)
    rounds: list[tuple[Round, Round]] = []
    cpu = 0.0
    answered = 0.0
    for _turn in range(3):
        before = ours.cpu()
        first = await load(ours.port, mine, concurrency=concurrency, seconds=seconds)
        cpu += ours.cpu() - before
        answered += first.per_second * seconds
        rounds.append(
            (first, await load(twin.port, theirs, concurrency=concurrency, seconds=seconds))
        )
    ratio = statistics.median(a.per_second / max(b.per_second, 0.1) for a, b in rounds)
    own = sorted((a for a, _ in rounds), key=lambda r: r.per_second)[1]
    other = sorted((b for _, b in rounds), key=lambda r: r.per_second)[1]
    return {
        "name": ask.name,
        "concurrency": concurrency,
        "ratio": round(ratio, 3),
        "ours": msgspec.to_builtins(own),
        "twin": msgspec.to_builtins(other),
        "cpu_ms": round(cpu / max(answered, 1) * 1000, 3),
    }


def _line(cell: dict[str, Any]) -> str:
    ours, twin = cell["ours"], cell["twin"]
    return (
        f"{cell['name']:7} {cell['contacts']:>7,} contacts c={cell['concurrency']:<2} "
        f"{ours['per_second']:>7.0f}/s of {twin['per_second']:>7.0f}/s = {cell['ratio']:.0%}  "
        f"p50 {ours['p50']} p95 {ours['p95']} p99 {ours['p99']} ms  "
        f"cpu {cell['cpu_ms']} ms  {cell['queries']} messages  {ours['errors']} errors"
    )


class _Server:
    def __init__(self, arguments: list[str], environment: dict[str, str], port: int) -> None:
        self.port = port
        self.process = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            env=os.environ | environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def cpu(self) -> float:
        """Seconds of processor time of the server and its children."""
        tree = psutil.Process(self.process.pid)
        return sum(sum(p.cpu_times()[:2]) for p in (tree, *tree.children(recursive=True)))

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(30)


@contextmanager
def _servers(
    settings: Settings, addresses: Addresses, recordings: list[Recorded]
) -> Iterator[tuple[_Server, _Server]]:
    """Ours and the twin, each one process of the same server."""
    file = Path(settings.data_dir) / "twin.json"
    file.write_bytes(msgspec.json.encode(recordings))
    common = {"GUANXI_DATABASE_URL": addresses.app, "GUANXI_DATA_DIR": str(settings.data_dir)}
    with ExitStack() as stack:
        ports = _free_port(), _free_port()
        ours = _Server(["app", "serve", "--port", str(ports[0])], common, ports[0])
        stack.callback(ours.stop)
        twin = _Server(
            [
                "granian",
                "--interface",
                "asgi",
                "--factory",
                "--no-ws",
                "--port",
                str(ports[1]),
                "app.bench.twin:make",
            ],
            common | {"GUANXI_TWIN_RECORDINGS": str(file)},
            ports[1],
        )
        stack.callback(twin.stop)
        for server in (ours, twin):
            _wait(server.port)
        yield ours, twin


def _wait(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            time.sleep(0.5)
            return
    msg = "a server did not start"
    raise RuntimeError(msg)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
