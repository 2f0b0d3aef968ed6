"""Who wrote this, and when: the signature over the very bytes that came."""

import hashlib
import hmac
from collections.abc import Sequence
from typing import Final

from kernel import clock
from kernel.errors import Unreadable

HEADER: Final = "stripe-signature"
TOLERANCE: Final = 300
_SCHEME: Final = "v1"


def demand_signed(body: bytes, header: str, secrets: Sequence[str]) -> None:
    """Raise `Unreadable` unless one of the secrets signed it, a few minutes ago at most."""
    parts = [part.strip().partition("=") for part in header.split(",")]
    moments = [value for name, _equals, value in parts if name == "t"]
    if len(moments) != 1 or not (moments[0].isascii() and moments[0].isdigit()):
        raise Unreadable
    # A clock that runs ahead is as wrong as a letter that was kept back.
    if abs(clock.now().timestamp() - int(moments[0][:15])) > TOLERANCE:
        raise Unreadable
    signed = f"{moments[0]}.".encode() + body
    known = [hmac.new(one.encode(), signed, hashlib.sha256).hexdigest() for one in secrets if one]
    told = [value.encode() for name, _equals, value in parts if name == _SCHEME]
    if not any(hmac.compare_digest(one.encode(), other) for one in known for other in told):
        raise Unreadable
