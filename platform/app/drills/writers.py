"""Clients that create records for as long as they may, and believe only what they are told."""

import asyncio
import secrets
from typing import Any
from uuid import UUID

import httpx
import msgspec

from app.drills.ledger import Ledger, Promise

PAUSE = 0.05
PATIENCE = 120.0
PASSWORD_BYTES = 16


class Told(msgspec.Struct):
    """How it went; `refused` are answers that no misfortune explains."""

    tried: int = 0
    retried: int = 0
    unsure: int = 0
    replayed: int = 0
    refused: dict[str, int] = msgspec.field(default_factory=dict)


class Writers:
    """Half of their requests carry an Idempotency-Key and are repeated until they are answered."""

    def __init__(self, url: str, ledger: Ledger) -> None:
        self.url = url
        self.ledger = ledger
        self.told = Told()
        self.stopping = asyncio.Event()
        self.slug = ""
        self._token = ""

    async def sign_up(self) -> None:
        """A firm to write in."""
        mark = secrets.token_hex(4)
        async with httpx.AsyncClient(base_url=self.url, timeout=30) as http:
            answer = await http.post(
                "/api/v1/signup",
                json={
                    "email": f"drill-{mark}@example.com",
                    "password": secrets.token_urlsafe(PASSWORD_BYTES),
                    "company": f"Drill {mark}",
                    "language": "en",
                    "time_zone": "UTC",
                },
            )
        answer.raise_for_status()
        body = answer.json()
        self._token, self.slug = body["token"], body["workspace"]["slug"]

    async def run(self, writers: int) -> None:
        """Write until `stopping`; every keyed request is seen through to its answer."""
        await asyncio.gather(*(self._write(number) for number in range(writers)))

    async def _write(self, writer: int) -> None:
        number = 0
        async with httpx.AsyncClient(base_url=self.url, timeout=10) as http:
            while not self.stopping.is_set():
                number += 1
                name = f"{self.slug} {writer} {number}"
                key = f"drill-{name}" if number % 2 else None
                await self._create(http, name, key)

    async def _create(self, http: httpx.AsyncClient, name: str, key: str | None) -> None:
        loop = asyncio.get_running_loop()
        give_up = loop.time() + PATIENCE
        self.told.tried += 1
        while loop.time() < give_up:
            answer = await self._ask(http, name, key)
            if answer is not None and answer.status_code == httpx.codes.CREATED:
                self.ledger.note(Promise(UUID(answer.json()["id"]), name))
                self.told.replayed += "idempotent-replayed" in answer.headers
                return
            if answer is not None and answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                self._note_refusal(answer)
            self.told.unsure += 1
            await asyncio.sleep(PAUSE)
            if key is None:
                return  # it may exist or not, and nobody was promised anything
            self.told.retried += 1

    async def _ask(
        self, http: httpx.AsyncClient, name: str, key: str | None
    ) -> httpx.Response | None:
        headers = {"Authorization": f"Bearer {self._token}"}
        if key is not None:
            headers["Idempotency-Key"] = key
        body: dict[str, Any] = {"name": name, "job_title": "Buyer"}
        try:
            return await http.post(f"/api/v1/{self.slug}/contacts", json=body, headers=headers)
        except httpx.HTTPError:
            return None

    def _note_refusal(self, answer: httpx.Response) -> None:
        said = f"{answer.status_code} {answer.text[:120]}"
        self.told.refused[said] = self.told.refused.get(said, 0) + 1
