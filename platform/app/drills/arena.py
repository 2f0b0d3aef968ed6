"""Where races are run: a firm, many clients that start at once, and eyes behind the doors."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Final
from uuid import UUID

import httpx
import msgspec

from app.drills.writers import PASSWORD_BYTES
from kernel import jobs
from kernel.database import Database
from kernel.transaction import UnitOfWork

CLIENTS: Final = 20
# The second for the hourly sweep, which would take their seats from those above the trial's.
_UNLIMITED: Final = (
    "UPDATE workspace SET entitled = NULL WHERE id = $1",
    "UPDATE subscription SET status = 'active', quantity = 1000 WHERE tenant_id = $1",
)


class Rider(msgspec.Struct):
    """Somebody signed in; paths are relative to the workspace."""

    token: str
    email: str
    slug: str
    tenant_id: UUID


class Arena:
    """`looker` is an administrator's connection; `database` is a worker's pool."""

    def __init__(
        self,
        connect: Callable[[], httpx.AsyncClient],
        looker: Any,
        database: Database,
        *,
        clients: int = CLIENTS,
    ) -> None:
        self.clients = [connect() for _ in range(clients)]
        self.looker = looker
        self.database = database
        self.password = secrets.token_urlsafe(PASSWORD_BYTES)

    async def open(self) -> "Arena":
        """Found the firm; its owner rides where nobody else is named."""
        self.owner = await self.found()
        await self.together([lambda http: http.get("/live")] * len(self.clients))
        return self

    async def close(self) -> None:
        """Hang up."""
        for http in self.clients:
            await http.aclose()

    async def found(self) -> Rider:
        """A new person with a new firm."""
        mark = secrets.token_hex(4)
        email = f"race-{mark}@example.com"
        said = {
            "email": email,
            "password": self.password,
            "company": f"Race {mark}",
            "language": "en",
            "time_zone": "UTC",
        }
        answer = await self.clients[0].post("/api/v1/signup", json=said)
        answer.raise_for_status()
        made = answer.json()
        workspace = made["workspace"]
        firm = Rider(made["token"], email, workspace["slug"], UUID(workspace["id"]))
        # Where the deployment sells, only races about that have a plan with ends.
        for statement in _UNLIMITED:
            await self.looker.execute(statement, firm.tenant_id)
        return firm

    async def together(
        self, requests: Iterable[Callable[[httpx.AsyncClient], Awaitable[httpx.Response]]]
    ) -> list[httpx.Response]:
        """All at once, each over a connection of its own."""
        pairs = zip(requests, self.clients * 2, strict=False)
        return list(await asyncio.gather(*(ask(http) for ask, http in pairs)))

    def asks(
        self, method: str, path: str, *, by: Rider | None = None, **options: Any
    ) -> Callable[[httpx.AsyncClient], Awaitable[httpx.Response]]:
        """One request, for `together`."""
        who = by or self.owner
        url = path if path.startswith("/") else f"/api/v1/{who.slug}/{path}"
        headers = {"Authorization": f"Bearer {who.token}", **options.pop("headers", {})}
        return lambda http: http.request(method, url, headers=headers, **options)

    async def ask(self, method: str, path: str, **options: Any) -> Any:
        """One request alone; its answer's content, or an error."""
        answer = await self.asks(method, path, **options)(self.clients[0])
        answer.raise_for_status()
        return answer.json() if answer.content else None

    async def work(self, name: str, payload: dict[str, Any], *, by: Rider | None = None) -> None:
        """What a worker does with a job of the firm."""
        uow = UnitOfWork(self.database)
        try:
            await uow.begin((by or self.owner).tenant_id)
            await jobs.JOBS[name].handler(uow, payload)
            await uow.finish(commit=True)
        finally:
            if not uow.done:
                await uow.finish(commit=False)

    async def forget_tries(self) -> None:
        """Limits of tries are a test of their own; here nobody shall be kept out by them."""
        await self.looker.execute("DELETE FROM rate_limit")


def statuses(answers: Iterable[httpx.Response]) -> list[int]:
    """Only how it went, in order."""
    return sorted(answer.status_code for answer in answers)
