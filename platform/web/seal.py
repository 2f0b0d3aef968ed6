"""Values that travel through the browser and must come back unchanged."""

import base64
import binascii
import hmac
from hashlib import sha256

_key: bytes = b""


def use_key(key: bytes) -> None:
    """Set the process's sealing key; the application does so once, at start."""
    global _key  # noqa: PLW0603 -- one key per process, set at start
    _key = hmac.digest(key, b"guanxi web seal", sha256)


def mac(purpose: str, *parts: str) -> str:
    """Return a MAC of `parts` that holds for one purpose only."""
    if not _key:
        raise RuntimeError("web.seal.use_key() must be called before anything is sealed")
    text = "\0".join((purpose, *parts)).encode()
    return base64.urlsafe_b64encode(hmac.digest(_key, text, sha256)).decode().rstrip("=")


def seal(purpose: str, text: str) -> str:
    """Pack `text` so that a cookie can carry it and `unseal` can trust it."""
    body = base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
    return f"{body}.{mac(purpose, body)}"


def unseal(purpose: str, sealed: str) -> str | None:
    """Return the text, or None where it was not sealed by us for this purpose."""
    body, _dot, proof = sealed.partition(".")
    if not hmac.compare_digest(proof.encode(), mac(purpose, body).encode()):
        return None
    try:
        return base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None
