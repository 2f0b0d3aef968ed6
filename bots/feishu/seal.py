"""What Feishu signs with the encrypt key, and hides with it."""

import base64
import binascii
import hashlib

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from bots.gateway.channel import Unsound

BLOCK = 16


def signature(key: str, timestamp: str, nonce: str, body: bytes) -> str:
    """The signature of a call's body as it came."""
    return hashlib.sha256(f"{timestamp}{nonce}{key}".encode() + body).hexdigest()


def opened(key: str, sealed: str) -> bytes:
    """The body that was hidden: AES-256-CBC, its start vector in front; raises `Unsound`."""
    try:
        data = base64.b64decode(sealed, validate=True)
        vector, hidden = data[:BLOCK], data[BLOCK:]
        cipher = Cipher(algorithms.AES256(hashlib.sha256(key.encode()).digest()), modes.CBC(vector))
        opener, unpad = cipher.decryptor(), PKCS7(BLOCK * 8).unpadder()
        padded = opener.update(hidden) + opener.finalize()
        return unpad.update(padded) + unpad.finalize()
    except (ValueError, binascii.Error) as error:
        raise Unsound("not sealed with our key", None) from error
