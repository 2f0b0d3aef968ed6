"""Letters leave in order, are tried again, and are given up in the end."""

import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from email import message_from_bytes, policy
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import msgspec
import pytest
from aiosmtpd.controller import Controller
from world import Workspace, open_workspace

from kernel import delivery
from kernel.database import Database
from kernel.settings import Settings
from kernel.transaction import UnitOfWork
from tenants.mail import letters, office
from tests.tenants.conftest import Post

Work = Callable[[], Awaitable[None]]


class Server:
    """An SMTP server that keeps letters, and answers what it is told to."""

    def __init__(self) -> None:
        self.got: list[Any] = []
        self.answers: list[str] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        if self.answers:
            return self.answers.pop(0)
        self.got.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 kept"


@pytest.fixture
async def smtp(settings: Settings, work: Work) -> AsyncIterator[Server]:
    await work()
    server = Server()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    office.use(msgspec.structs.replace(settings, smtp_url=f"smtp://127.0.0.1:{port}"))
    yield server
    office.use(settings)
    controller.stop()


@pytest.fixture
async def send(database: Database) -> Callable[..., Awaitable[str]]:
    async def posted(*subjects: str, to: str = "") -> str:
        address = to or f"{uuid4().hex}@example.com"
        uow = UnitOfWork(database)
        await uow.begin_outside()
        for subject in subjects:
            await letters.post(uow, address, "en", letters.Letter(subject, "Text", "Go", "/x"))
        await uow.finish(commit=True)
        return address

    return posted


async def states(dsn: str, address: str) -> list[tuple[str, int]]:
    connection = await asyncpg.connect(dsn)
    rows = await connection.fetch(
        "SELECT state, attempts FROM delivery WHERE destination = $1 ORDER BY id", address
    )
    await connection.close()
    return [(row["state"], row["attempts"]) for row in rows]


async def test_a_letter_leaves_by_smtp_in_two_kinds_of_text(
    smtp: Server, send: Any, work: Work
) -> None:
    address = await send("Hello")
    await work()
    (letter,) = smtp.got
    assert (letter["To"], letter["Subject"]) == (address, "Hello")
    assert "http://test/x" in letter.get_body(("plain",)).get_content()
    assert '<a href="http://test/x">' in letter.get_body(("html",)).get_content()


async def test_letters_to_one_address_leave_in_order_past_a_failure(
    smtp: Server, send: Any, work: Work, admin_dsn: str
) -> None:
    smtp.answers = ["451 not now"]
    address = await send("First", "Second", "Third")
    await work()
    assert smtp.got == []
    assert await states(admin_dsn, address) == [("waiting", 1), ("waiting", 0), ("waiting", 0)]
    connection = await asyncpg.connect(admin_dsn)
    await connection.execute("UPDATE delivery SET due_at = now() WHERE destination = $1", address)
    await connection.execute("UPDATE queue.pgqueuer SET execute_after = now()")
    await connection.close()
    await work()
    assert [letter["Subject"] for letter in smtp.got] == ["First", "Second", "Third"]


async def test_a_refused_letter_is_given_up_and_the_next_one_leaves(
    smtp: Server, send: Any, work: Work, admin_dsn: str
) -> None:
    smtp.answers = ["550 no such person"]
    address = await send("First", "Second")
    await work()
    assert await states(admin_dsn, address) == [("dead", 1), ("sent", 1)]
    assert [letter["Subject"] for letter in smtp.got] == ["Second"]


async def test_after_many_failures_a_letter_is_dead(
    smtp: Server, send: Any, work: Work, admin_dsn: str
) -> None:
    address = await send("Hopeless")
    smtp.answers = ["451 not now"] * 20
    connection = await asyncpg.connect(admin_dsn)
    for _try in range(12):
        await work()
        await connection.execute(
            "UPDATE delivery SET due_at = now() WHERE destination = $1", address
        )
        await connection.execute("UPDATE queue.pgqueuer SET execute_after = now()")
    await connection.close()
    assert await states(admin_dsn, address) == [("dead", 10)]
    assert len(smtp.answers) == 10


async def test_what_waits_for_a_blocked_destination_is_blocked(
    database: Database, work: Work, admin_dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(_uow: UnitOfWork, _message: Any) -> str:
        raise delivery.Blocked("the person blocked the bot")

    monkeypatch.setitem(delivery.SENDERS, "pigeon", delivery.Sender(refuse))
    address = uuid4().hex
    uow = UnitOfWork(database)
    await uow.begin_outside()
    for _number in range(2):
        await delivery.post(uow, channel="pigeon", destination=address, payload={})
    await uow.finish(commit=True)
    await work()
    assert await states(admin_dsn, address) == [("blocked", 0), ("blocked", 0)]


async def test_a_sent_letter_leaves_no_link_behind(
    acme: Workspace, post: Post, admin_dsn: str
) -> None:
    link = await post.link(acme.email, "verify")
    connection = await asyncpg.connect(admin_dsn)
    kept = await connection.fetch("SELECT payload::text AS text FROM delivery")
    await connection.close()
    assert all(link not in row["text"] for row in kept if row["text"])


async def test_a_name_cannot_add_a_header_or_a_tag(acme: Workspace, post: Post) -> None:
    await acme.edit("/api/v1/me", name="Eve\r\nBcc: all@example.com <b>x</b>")
    email = f"{uuid4().hex}@example.com"
    await acme.post("invitations", 201, email=email, role="rep")
    (letter,) = await post.letters(email)
    assert letter["Bcc"] is None
    assert "<b>x</b>" not in letter.get_body(("html",)).get_content()


async def test_letters_speak_the_readers_language(http: httpx.AsyncClient, post: Post) -> None:
    firm = await open_workspace(http, "Hualian", language="zh")
    (letter,) = await post.letters(firm.email)
    assert 'lang="zh-CN"' in letter.get_body(("html",)).get_content()
