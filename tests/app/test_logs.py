"""Logs say who, where and which request, and never a secret."""

import io
import json
import logging

import msgspec
import pytest
import structlog

from app.backlog import Backlog
from app.logs import configure

CANARY = "canary-7f3a9c-horse-battery"


@pytest.fixture
def logged(settings):
    """Everything that is logged, at the most talkative level."""
    stream = io.StringIO()
    handlers, level = logging.getLogger().handlers[:], logging.getLogger().level
    told = msgspec.structs.replace(
        settings,
        log_level="DEBUG",
        log_format="json",
        telegram_token=f"123:{CANARY}-telegram",
        database_url=f"postgresql://app:{CANARY}%2Fdb@db/guanxi",
    )
    configure(told, stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.getLogger().handlers[:] = handlers
    logging.getLogger().setLevel(level)
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


async def test_a_request_is_logged_with_its_id_its_workspace_and_its_actor(acme, logged):
    answer = await acme.request("GET", "contacts", headers={"X-Request-Id": "abc123"})
    assert answer.headers["x-request-id"] == "abc123"
    [line] = [line for line in logged() if line["event"] == "request"]
    assert line["request_id"] == "abc123"
    assert line["workspace"] == acme.slug
    assert len(line["actor"]) == 36
    assert line["status"] == 200


async def test_the_next_request_does_not_inherit_an_actor(acme, http, logged):
    await acme.get("contacts")
    await http.get("/live")
    line = logged()[-1]
    assert line["path"] == "/live"
    assert "actor" not in line


async def test_an_id_that_could_forge_a_line_is_replaced(http, logged):
    answer = await http.get("/live", headers={"X-Request-Id": 'x" , "actor": "ada'})
    assert answer.headers["x-request-id"].isalnum()


async def test_no_secret_of_a_request_is_ever_logged(acme, http, logged):
    long = f"{CANARY}-{'x' * 40}"
    await http.post("/api/v1/sessions", json={"email": acme.email, "password": CANARY})
    await http.post("/api/v1/sessions", content=f'{{"password": "{CANARY}')
    await http.post("/api/v1/signup", json={"email": "not one", "password": CANARY})
    await http.get(f"/api/v1/{acme.slug}/contacts", headers={"Authorization": f"Bearer {CANARY}"})
    await http.get(f"/api/v1/{acme.slug}/contacts?token={CANARY}")
    await http.get("/sign-in", headers={"Cookie": f"__Host-session={CANARY}"})
    await http.get(f"/reset/{long}")
    await http.post(f"/api/v1/password-resets/{long}", json={"password": CANARY})
    await acme.request("GET", "contacts", headers={"Idempotency-Key": CANARY})
    assert len(logged()) >= 9
    assert CANARY not in json.dumps(logged())


async def test_a_fault_is_logged_whole_and_without_the_body(acme, logged, monkeypatch):
    async def broken(*_: object) -> None:
        raise ZeroDivisionError("the abacus broke")

    monkeypatch.setattr("crm.records.service.Records.create", broken)
    answer = await acme.request("POST", "contacts", json={"name": CANARY})
    assert answer.status_code == 500
    [fault] = [line for line in logged() if line["event"] == "fault"]
    assert "the abacus broke" in fault["exception"]
    assert fault["workspace"] == acme.slug
    assert CANARY not in json.dumps(logged())


def test_the_operators_secrets_are_blanked_in_what_libraries_say(logged):
    logging.getLogger("some.library").warning("cannot reach /bot123:%s-telegram/x", CANARY)
    logging.getLogger("asyncpg").error("password %s/db was refused", CANARY)
    structlog.get_logger().error("oops", detail=f"bot123:{CANARY}-telegram", password="open sesame")
    said = json.dumps(logged())
    assert len(logged()) == 3
    assert CANARY not in said
    assert "sesame" not in said


def test_libraries_that_log_addresses_are_quiet(logged):
    for name in ("httpx", "httpcore", "telegram.ext"):
        logging.getLogger(name).info("POST https://api.telegram.org/bot123:abc/getMe")
    assert logged() == []


async def test_the_figures_tell_how_much_waits(acme, http, database):
    await acme.create("contacts", name="Ada")
    await Backlog().look(database)
    text = (await http.get("/metrics")).text
    figures = dict(line.split() for line in text.splitlines() if line.startswith("guanxi_queue"))
    assert float(figures["guanxi_queue_due"]) > 0
    assert float(figures["guanxi_queue_lag_seconds"]) >= 0
    assert "guanxi_outbox_lag_seconds" in text
