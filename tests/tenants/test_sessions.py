"""Staying signed in: as long as one works, not for ever, and never against one's will."""

from datetime import timedelta
from typing import Any

import asyncpg
import pytest
from world import PASSWORD, Member, Workspace

from kernel.database import Database
from kernel.secret import digest
from kernel.transaction import UnitOfWork
from tenants.people import tasks
from tests.tenants.conftest import Browser

_LEFT = "SELECT idle_ends_at - now() FROM session WHERE token_hash = $1"
_SET = "UPDATE session SET idle_ends_at = now() + $2 WHERE token_hash = $1"


class Sessions:
    """The rows of sessions, and the minute's end at which they learn of use."""

    def __init__(self, admin: Any, app: Any) -> None:
        self.admin = admin
        self._state = app.inner.state

    async def hours_left(self, token: str) -> float:
        left = await self.admin.fetchval(_LEFT, digest(token))
        return float(left.total_seconds() / 3600)

    async def leave(self, token: str, minutes: int) -> None:
        """Let it have so many minutes before it was idle for too long."""
        await self.admin.execute(_SET, digest(token), timedelta(minutes=minutes))

    async def settle(self) -> None:
        database: Database = self._state.database
        await self._state.presence.settle(database)


@pytest.fixture
async def sessions(admin_dsn: str, app: Any) -> Any:
    connection = await asyncpg.connect(admin_dsn)
    yield Sessions(connection, app)
    await connection.close()


async def seen(member: Member | Workspace) -> int:
    status: int = await member.status("GET", "companies")
    return status


async def test_who_works_on_stays_signed_in(acme: Workspace, sessions: Sessions) -> None:
    await sessions.leave(acme.token, 10)
    assert await seen(acme) == 200
    await sessions.settle()
    assert await sessions.hours_left(acme.token) == pytest.approx(8, abs=0.1)


async def test_a_session_that_lay_idle_is_over(acme: Workspace, sessions: Sessions) -> None:
    assert await sessions.hours_left(acme.token) == pytest.approx(8, abs=0.1)
    await sessions.leave(acme.token, -1)
    assert await seen(acme) == 401
    assert await acme.status("GET", "/api/v1/me") == 401


async def test_no_use_prolongs_a_session_past_its_last_day(
    acme: Workspace, sessions: Sessions
) -> None:
    await sessions.admin.execute(
        "UPDATE session SET expires_at = now() + interval '1 hour', idle_ends_at = now() + "
        "interval '10 minutes' WHERE token_hash = $1",
        digest(acme.token),
    )
    assert await seen(acme) == 200
    await sessions.settle()
    assert await sessions.hours_left(acme.token) == pytest.approx(1, abs=0.1)


async def test_signing_out_wins_over_a_use_that_was_noted(
    acme: Workspace, sessions: Sessions
) -> None:
    await sessions.leave(acme.token, 10)
    assert await seen(acme) == 200
    leaving = sessions.admin.transaction()
    await leaving.start()
    await sessions.admin.execute("DELETE FROM session WHERE token_hash = $1", digest(acme.token))
    await sessions.settle()
    await leaving.commit()
    assert await seen(acme) == 401


async def test_what_was_idle_for_too_long_is_not_revived(
    acme: Workspace, sessions: Sessions
) -> None:
    assert await seen(acme) == 200
    await sessions.leave(acme.token, -1)
    await sessions.settle()
    assert await seen(acme) == 401


async def test_a_row_is_not_written_for_every_use(acme: Workspace, sessions: Sessions) -> None:
    await sessions.leave(acme.token, 8 * 60 - 4)
    before = await sessions.hours_left(acme.token)
    assert await seen(acme) == 200
    await sessions.settle()
    assert await sessions.hours_left(acme.token) <= before


async def test_a_device_of_ones_own_may_lie_idle(
    acme: Workspace, browser: Browser, sessions: Sessions
) -> None:
    await browser.send("/sign-in", email=acme.email, password=PASSWORD, remember="1")
    token = browser.client.cookies["__Host-session"]
    assert await sessions.hours_left(token) > 29 * 24
    answer = await acme.http.post(
        "/api/v1/sessions", json={"email": acme.email, "password": PASSWORD, "remember": True}
    )
    assert await sessions.hours_left(answer.json()["token"]) > 29 * 24


async def test_what_is_over_is_forgotten_at_night(
    acme: Workspace, globex: Workspace, sessions: Sessions, uow: UnitOfWork
) -> None:
    await sessions.leave(globex.token, -60 * 25)
    await tasks.sweep(await uow.begin_outside(), {})
    await uow.finish(commit=True)
    known = "SELECT true FROM session WHERE token_hash = $1"
    assert await sessions.admin.fetchval(known, digest(acme.token))
    assert not await sessions.admin.fetchval(known, digest(globex.token))
