"""What WeCom signs with the token of an app, and hides for the one who is to receive it."""

import base64
import binascii
import hashlib
from collections.abc import Mapping

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from bots.gateway.channel import Unsound
from bots.gateway.knocking import fresh, same

BLOCK = 32
RANDOM, LENGTH = 16, 4


def signature(token: str, timestamp: str, nonce: str, sealed: str) -> str:
    """The signature of a call, over what is hidden."""
    parts = "".join(sorted((token, timestamp, nonce, sealed)))
    return hashlib.sha1(parts.encode()).hexdigest()  # noqa: S324 -- WeCom's own choice


def signed(token: str, query: Mapping[str, str], sealed: str) -> bool:
    """Whether WeCom signed it, and not long ago."""
    timestamp, nonce = query.get("timestamp", ""), query.get("nonce", "")
    told = query.get("msg_signature", "")
    return same(told, signature(token, timestamp, nonce, sealed)) and fresh(timestamp)


def opened(key: str, receiver: str, sealed: str) -> bytes:
    """What was hidden, if it was for this receiver; raises `Unsound`."""
    try:
        secret = base64.b64decode(f"{key}=")
        cipher = Cipher(algorithms.AES256(secret), modes.CBC(secret[:16]))
        opener, unpad = cipher.decryptor(), PKCS7(BLOCK * 8).unpadder()
        padded = opener.update(base64.b64decode(sealed, validate=True)) + opener.finalize()
        plain = unpad.update(padded) + unpad.finalize()
    except (ValueError, binascii.Error) as error:
        raise Unsound("not sealed with our key", None) from error
    start = RANDOM + LENGTH
    end = start + int.from_bytes(plain[RANDOM:start], "big")
    if plain[end:] != receiver.encode():
        raise Unsound("sealed for somebody else", None)
    return plain[start:end]
