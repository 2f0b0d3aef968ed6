"""The drill of an outage: the whole product over HTTP while its database is away."""

import asyncio
import secrets
from collections.abc import Callable
from typing import Any

import httpx
import msgspec

from app.drills.outage import SOON, Ask, Told, asked_for, frozen, healed, hung_up_on, stopped
from app.drills.product import Product

_FINE = {200, 201, 503}


class Verdict(msgspec.Struct):
    """Each misfortune, and whether all were told soon, nothing was wrong and it healed."""

    sound: bool
    told: dict[str, Told]


async def drill(product: Product, seconds: float, say: Callable[[str], None]) -> Verdict:
    """Stopped, frozen, and hung up on, each for so long."""
    told: dict[str, Told] = {}
    async with httpx.AsyncClient(base_url=product.url, timeout=60) as http:
        ask = await _firm(http)
        async with stopped(product.server):
            told["stopped"] = await asked_for(seconds, ask)
        told["stopped"].healed_s = await healed(ask)
        with frozen(product.server):
            told["frozen"] = await asked_for(seconds, ask)
        told["frozen"].healed_s = await healed(ask)
        async with hung_up_on(product.addresses.admin):
            told["hung up on"] = await asked_for(seconds, ask)
        told["hung up on"].healed_s = await healed(ask)
    for name, how in told.items():
        say(f"{name}: {how.statuses}, slowest {how.slowest_s} s, healed in {how.healed_s} s")
    return Verdict(all(_sound(how) for how in told.values()), told)


def _sound(how: Told) -> bool:
    return set(how.statuses) <= _FINE and how.slowest_s < SOON and how.healed_s < 5  # noqa: PLR2004


async def _firm(http: httpx.AsyncClient) -> Ask:
    mark = secrets.token_hex(4)
    said: dict[str, Any] = {
        "email": f"outage-{mark}@example.com",
        "password": secrets.token_urlsafe(16),
        "company": f"Outage {mark}",
        "language": "en",
        "time_zone": "UTC",
    }
    made = (await http.post("/api/v1/signup", json=said)).raise_for_status().json()
    place = f"/api/v1/{made['workspace']['slug']}/companies"
    headers = {"Authorization": f"Bearer {made['token']}"}
    turns = [
        lambda: http.get(place, headers=headers),
        lambda: http.post(place, headers=headers, json={"name": "Hualian"}),
    ]

    async def ask() -> httpx.Response:
        await asyncio.sleep(0.05)
        turns.append(turns.pop(0))
        return await turns[0]()

    return ask
