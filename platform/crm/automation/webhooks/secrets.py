"""The secrets that sign messages: sealed at rest, shown once, for a day two of them."""

import base64
import secrets
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from standardwebhooks import Webhook as Signer

from kernel import clock
from kernel.secret import box

OVERLAP: Final = timedelta(days=1)
_BYTES: Final = 32


def new_secret() -> str:
    """A secret as Standard Webhooks writes them."""
    return f"whsec_{base64.b64encode(secrets.token_bytes(_BYTES)).decode()}"


def sealed(webhook_id: UUID, secret: str) -> str:
    """As it is kept."""
    return box().seal(secret, about=_about(webhook_id))


def signed(hook: Any, message_id: str, body: str) -> dict[str, str]:
    """The headers of a message: its id, the moment, and a signature by each secret that holds."""
    now = clock.now()
    kept = [hook["secret"]]
    if hook["old_secret"] and hook["old_ends_at"] and hook["old_ends_at"] > now:
        kept.append(hook["old_secret"])
    signers = [Signer(box().open(one, about=_about(hook["webhook_id"]))) for one in kept]
    return {
        "content-type": "application/json",
        "user-agent": "Guanxi-Webhooks/1",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(one.sign(message_id, now, body) for one in signers),
    }


def _about(webhook_id: UUID) -> str:
    return f"webhook.secret:{webhook_id}"
