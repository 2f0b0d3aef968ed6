"""How events are brought: signed, and on demand twice, late, in disorder, lost or forged."""

import hashlib
import hmac
import json
import random
import time
from collections.abc import Awaitable, Callable
from typing import Any

from stripe_twin.ledger import Ledger, shown

SECRET = "whsec_twin"
# Brings a body with its headers to the other's door; the status of the answer.
Bring = Callable[[bytes, dict[str, str]], Awaitable[int]]


def signed(body: bytes, secret: str = SECRET, *, at: float | None = None) -> dict[str, str]:
    """The headers that Stripe sends with this body."""
    moment = int(time.time() if at is None else at)
    mac = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return {"Stripe-Signature": f"t={moment},v1={mac}", "Content-Type": "application/json"}


def written(event: dict[str, Any]) -> bytes:
    """An event as it travels."""
    return json.dumps(shown(event), indent=2).encode()


class Post:
    """The events that are still to be brought."""

    def __init__(self, ledger: Ledger) -> None:
        self.waiting: list[dict[str, Any]] = []
        ledger.told.append(self.waiting.append)

    async def bring(
        self,
        bring: Bring,
        *,
        twice: bool = False,
        shuffle: random.Random | None = None,
        lose: Callable[[dict[str, Any]], bool] = lambda _event: False,
        forged: bool = False,
    ) -> list[int]:
        """All that wait, with these mishaps; what was not taken (no 2xx) waits again."""
        events, self.waiting[:] = self.waiting[:], []
        letters = [event for event in events if not lose(event)] * (2 if twice else 1)
        if shuffle is not None:
            shuffle.shuffle(letters)
        answers = []
        for event in letters:
            body = written(event)
            status = await bring(body, signed(body, "whsec_other" if forged else SECRET))
            answers.append(status)
            if not 200 <= status < 300 and not forged and event not in self.waiting:
                self.waiting.append(event)
        return answers
