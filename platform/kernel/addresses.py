"""One canonical form of an address, so that nobody is two people by a capital letter."""

import re
import unicodedata

import idna

from kernel.errors import Invalid
from kernel.i18n import _

LONGEST = 254  # RFC 5321
_LOCAL = re.compile(r"[^\s@\"(),:;<>\[\\\]\x00-\x1f\x7f]{1,64}")


def canonical(text: str) -> str:
    """NFC, casefold, IDNA; raises `Invalid` for what is no address."""
    address = canonical_or_none(text)
    if address is None:
        raise Invalid(fields={"email": _("An address such as ada@example.com is expected.")})
    return address


def canonical_or_none(text: str) -> str | None:
    """The same, None for what is no address."""
    local, at, domain = unicodedata.normalize("NFC", text).strip().casefold().rpartition("@")
    local = unicodedata.normalize("NFC", local)
    if not at or not _LOCAL.fullmatch(local) or local[0] == "." or local[-1] == ".":
        return None
    try:
        host = idna.encode(domain.rstrip("."), uts46=True).decode()
    except (idna.IDNAError, UnicodeError):
        return None
    return f"{local}@{host}" if "." in host and len(local) + len(host) < LONGEST else None
