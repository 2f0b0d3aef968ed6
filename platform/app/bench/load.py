"""A small load generator: keep-alive connections that ask again and again for a while."""

import asyncio
import time

import msgspec


class Round(msgspec.Struct):
    """One measured stretch; times in milliseconds."""

    per_second: float
    p50: float
    p95: float
    p99: float
    errors: int


async def load(port: int, request: bytes, *, concurrency: int, seconds: float) -> Round:
    """Ask with `concurrency` connections for that long; the first tenth is not counted."""
    times: list[float] = []
    errors = 0
    start = time.perf_counter()
    warm, end = start + seconds / 10, start + seconds

    async def ask() -> None:
        nonlocal errors
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while (began := time.perf_counter()) < end:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            await reader.readexactly(_length(head))
            done = time.perf_counter()
            if not head.startswith((b"HTTP/1.1 20",)):
                errors += 1
            if began >= warm:
                times.append(done - began)
        writer.close()

    await asyncio.gather(*(ask() for _ in range(concurrency)))
    times.sort()
    return Round(
        round(len(times) / (end - warm), 1),
        _at(times, 0.5),
        _at(times, 0.95),
        _at(times, 0.99),
        errors,
    )


def _length(head: bytes) -> int:
    lower = head.lower()
    at = lower.find(b"content-length:")
    return int(lower[at + 15 : lower.index(b"\r\n", at)]) if at >= 0 else 0


def _at(times: list[float], quantile: float) -> float:
    return round(times[min(len(times) - 1, int(len(times) * quantile))] * 1000, 2) if times else 0


def request_bytes(method: str, path: str, token: str, body: bytes = b"") -> bytes:
    """An HTTP/1.1 request, ready to send many times."""
    lines = [
        f"{method} {path} HTTP/1.1",
        "Host: 127.0.0.1",
        f"Authorization: Bearer {token}",
        f"Content-Length: {len(body)}",
    ]
    if body:
        lines.append("Content-Type: application/json")
    return "\r\n".join([*lines, "", ""]).encode() + body
