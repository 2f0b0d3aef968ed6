"""Secrets at rest and in hand: sealed with the deployment's keys, compared in constant time."""

import base64
import hashlib
import os
import secrets
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM


class Sealed(ValueError):
    """The value cannot be opened with the keys at hand."""


def new_token() -> str:
    """256 random bits, fit for a URL."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> bytes:
    """What is stored of a token: sha256, so that a copy of the table opens nothing."""
    return hashlib.sha256(token.encode()).digest()


_kept: list["Box"] = []


def use(keys: Sequence[bytes]) -> None:
    """Set the deployment's keys; a process does so once, at start."""
    _kept[:] = [Box(keys)]


def is_ready() -> bool:
    """Whether this process was given the keys."""
    return bool(_kept)


def box() -> "Box":
    """The box of this process."""
    if not _kept:
        msg = "kernel.secret.use() must be called at start"
        raise RuntimeError(msg)
    return _kept[0]


class Box:
    """AES-256-GCM; the first key seals, every key opens. `about` binds tenant and column."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        self._keys = [hashlib.sha256(key).digest() for key in keys]

    @property
    def salt(self) -> bytes:
        """For hashes of what must be known again: the oldest key, which a new one does not move."""
        return self._keys[-1]

    def seal(self, text: str, *, about: str) -> str:
        """The sealed text, base64."""
        nonce = os.urandom(12)
        sealed = AESGCM(self._keys[0]).encrypt(nonce, text.encode(), about.encode())
        return base64.b64encode(nonce + sealed).decode()

    def open(self, sealed: str, *, about: str) -> str:
        """The text; raises `Sealed` when no key fits or it was moved."""
        data = base64.b64decode(sealed)
        for key in self._keys:
            try:
                return AESGCM(key).decrypt(data[:12], data[12:], about.encode()).decode()
            except InvalidTag:
                continue
        msg = "sealed with another key, or moved from its place"
        raise Sealed(msg)
