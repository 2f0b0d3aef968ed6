"""Firms that pay, here and at a Stripe of this machine, which is the tests' twin."""

import hashlib
import hmac
import itertools
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import httpx
import msgspec

from billing.stripe import reading
from billing.stripe.gateway import StripeGateway
from kernel import clock
from kernel.ids import uuid7
from kernel.settings import Misconfigured, Settings

SUPPORT: Final = Path(__file__).resolve().parents[3] / "tests" / "support"
READY_SECONDS: Final = 120
_PLAN: Final = (
    "SELECT v.id FROM plan_version v WHERE v.plan = 'team' ORDER BY v.number DESC LIMIT 1"
)
_WORKSPACES: Final = "INSERT INTO workspace (id, slug, name, created_at) VALUES ($1, $2, $2, $3)"
_CUSTOMERS: Final = """
INSERT INTO billing_customer (provider, customer_id, workspace_id, created_at)
VALUES ('stripe', $1, $2, $3)
"""
_SUBSCRIPTIONS: Final = """
INSERT INTO subscription (tenant_id, provider, customer_id, subscription_id, item_id, version_id,
    interval, currency, quantity, status, period_start, period_end, created_at, updated_at)
VALUES ($1, 'stripe', $2, $3, $4, $5, 'month', 'EUR', $6, 'active', $7, $8, $9, $9)
"""
_numbers = itertools.count()


@dataclass
class Subscriber:
    """A firm and what it has there."""

    workspace_id: UUID
    customer: str
    subscription: str
    item: str
    seats: int


async def sold(connection: Any) -> UUID:
    """The version of a plan that they have."""
    version: UUID = await connection.fetchval(_PLAN)
    return version


@contextmanager
def twin(port: int, plant: int, version: UUID) -> Iterator[None]:
    """A Stripe in a process of its own, with so many subscriptions of a plan."""
    if not SUPPORT.is_dir():
        raise Misconfigured("This benchmark needs the project's own folder, with its tests.")
    told = {"--port": str(port), "--hook": "", "--plant": str(plant), "--version": str(version)}
    command = [sys.executable, "-m", "stripe_twin.run", *itertools.chain(*told.items())]
    environment = os.environ | {"PYTHONPATH": str(SUPPORT)}
    child = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait(f"http://127.0.0.1:{port}/v1/account")
        yield
    finally:
        child.terminate()
        child.wait()


def _wait(url: str) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while True:
        try:
            httpx.get(url, timeout=5)
        except httpx.TransportError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return


async def fill(connection: Any, settings: Settings, version: UUID) -> list[Subscriber]:
    """A workspace here for each subscription there."""
    gateway, now = StripeGateway(settings), clock.now()
    firms: list[Subscriber] = []
    async for page in gateway.everything():
        made = [(_firm(row), reading.mirror(row)) for row in page]
        known = [(firm.customer, firm.workspace_id, now) for firm, _mirror in made]
        named = [(id, f"firm-{id.hex}", now) for _customer, id, now in known]
        rows = [
            (
                firm.workspace_id,
                firm.customer,
                firm.subscription,
                firm.item,
                version,
                firm.seats,
                mirror.period_start,
                mirror.period_end,
                now,
            )
            for firm, mirror in made
        ]
        async with connection.transaction():
            await connection.executemany(_WORKSPACES, named)
            await connection.executemany(_CUSTOMERS, known)
            await connection.executemany(_SUBSCRIPTIONS, rows)
        firms += [firm for firm, _mirror in made]
    await gateway.close()
    return firms


def _firm(row: Any) -> Subscriber:
    item = reading.item_of(row)
    return Subscriber(uuid7(), str(row["customer"]), row["id"], item["id"], item["quantity"])


async def change(http: httpx.AsyncClient, settings: Settings, firm: Subscriber, seats: int) -> None:
    """Something happens at Stripe."""
    told = {
        "items[0][id]": firm.item,
        "items[0][quantity]": str(seats),
        "proration_behavior": "none",
    }
    url = f"{settings.stripe_api_url}/v1/subscriptions/{firm.subscription}"
    headers = {"Authorization": f"Bearer {settings.stripe_key}"}
    (await http.post(url, data=told, headers=headers)).raise_for_status()
    firm.seats = seats


async def tell(http: httpx.AsyncClient, settings: Settings, url: str, firm: Subscriber) -> None:
    """Stripe tells that something happened."""
    moment = int(clock.now().timestamp())
    body = msgspec.json.encode(
        {
            "id": f"evt_bench_{next(_numbers)}",
            "object": "event",
            "type": "customer.subscription.updated",
            "created": moment,
            "livemode": False,
            "data": {"object": {"object": "subscription", "customer": firm.customer}},
        }
    )
    key = (settings.stripe_webhook_secret or "").encode()
    mac = hmac.new(key, f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    headers = {"Stripe-Signature": f"t={moment},v1={mac}"}
    (await http.post(f"{url}/hooks/stripe", content=body, headers=headers)).raise_for_status()
