"""Asking one operation as anybody, and keeping count of what was answered."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx
from cast import Actor, Cast
from contract import Operation, fields
from places import WORDS, twin_of
from planting import sum_of

# After so many operations it is looked whether the other firm is as it was.
AT_ONCE = 20
CHANGEABLE = ("name", "title", "text", "label", "note", "content")


@dataclass
class Tally:
    """What was asked, of which operations, and what went wrong."""

    cells: int = 0
    covered: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    worked: set[str] = field(default_factory=set)
    started: float = field(default_factory=time.monotonic)

    def demand(self, holds: object, *said: object) -> None:
        if not holds:
            self.wrong.append(" | ".join(str(part) for part in said))

    def report(self, name: str) -> None:
        seconds = time.monotonic() - self.started
        pace = 1000 * seconds / max(1, self.cells)
        counts = f"{len(self.covered)} operations, {self.cells} cells"
        print(f"\n{name}: {counts}, {seconds:.1f} s, {pace:.1f} s per 1,000 cells")
        assert not self.wrong, f"{len(self.wrong)} wrong cells:\n" + "\n".join(
            w[:400] for w in self.wrong[:40]
        )


def answer(response: httpx.Response) -> tuple[int, bytes, tuple[tuple[str, str], ...]]:
    """All that the caller can see, but the request's own number and how many are left."""
    own = {"x-request-id", "date", "ratelimit"}
    headers = [(k, v) for k, v in response.headers.items() if k not in own]
    return response.status_code, response.content, tuple(sorted(headers))


class Asking:
    """Asks one operation with one id in its path, as anybody."""

    def __init__(self, cast: Cast, tally: Tally, operation: Operation) -> None:
        self.cast, self.tally, self.operation = cast, tally, operation

    async def __call__(
        self, actor: Actor, record_id: object = None, inner: object = None, **options
    ) -> httpx.Response:
        operation = self.operation
        ids = {name: WORDS.get(name, uuid4()) for name in operation.path_ids}
        ids |= {
            name: said
            for name, said in zip(operation.path_ids, (record_id, inner), strict=False)
            if said is not None
        }
        options = {**twin_of(operation, actor), **options}
        options.setdefault("json", changing(operation))
        if operation.media.startswith("multipart"):
            options.pop("json")
            options["files"] = dict.fromkeys(fields(operation), ("a.txt", b"a"))
        self.tally.cells += 1
        response = await self.cast.ask(
            actor, operation.method, operation.url(self.cast.acme.slug, **ids), **options
        )
        self.tally.demand(
            response.status_code < 500, operation, actor.name, response.status_code, options
        )
        return response


def changing(operation: Operation) -> object:
    """A sound body; an edit that changes nothing would prove nothing."""
    body = operation.sample()
    if body == {}:
        known = [name for name in CHANGEABLE if name in fields(operation)]
        body = {name: f"changed {uuid4().hex[:6]}" for name in known[:1]}
    return body


async def still(
    admin: Any, cast: Cast, tally: Tally
) -> Callable[[Operation | None], Awaitable[None]]:
    """Looks at the other firm now and then, and at the end; says what was asked since it did."""
    since: list[Operation | None] = []
    before = await sum_of(admin, cast.other.tenant_id)

    async def looked(operation: Operation | None) -> None:
        since.append(operation)
        if operation is None or len(since) >= AT_ONCE:
            after = await sum_of(admin, cast.other.tenant_id)
            tally.demand(after == before, "TOUCHED THE OTHER FIRM", *since)
            since.clear()

    return looked
