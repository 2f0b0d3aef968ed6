"""Addresses in the one form in which they can be compared."""

import re
import unicodedata

import idna
import phonenumbers

MAX_EMAIL = 254
_LOCAL = re.compile(r"[^\s@\"(),:;<>\[\\\]\x00-\x1f]{1,64}")


def normalised(kind: str, value: str) -> str | None:
    """The canonical form, or None when it is none of that kind.

    email: NFC, casefold, IDNA; phone: E.164 where a country is told, else digits; others: casefold.
    """
    text = unicodedata.normalize("NFC", value).strip()
    match kind:
        case "email" | "mailbox":
            return email(text)
        case "phone":
            return phone(text)
        case _:
            return text.casefold() or None


def email(text: str) -> str | None:
    """One canonical form of an address, or None."""
    local, at, domain = unicodedata.normalize("NFC", text).strip().casefold().rpartition("@")
    if not at or not _LOCAL.fullmatch(local) or local.startswith(".") or local.endswith("."):
        return None
    try:
        ascii_domain = idna.encode(domain.rstrip("."), uts46=True).decode()
    except (idna.IDNAError, UnicodeError):
        return None
    if "." not in ascii_domain or len(local) + len(ascii_domain) + 1 > MAX_EMAIL:
        return None
    return f"{local}@{ascii_domain}"


def phone(text: str, region: str | None = None) -> str | None:
    """E.164 for a number with its country, else its digits; None without enough digits."""
    try:
        parsed = phonenumbers.parse(text, region)
        if phonenumbers.is_possible_number(parsed):
            return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    except phonenumbers.NumberParseException:
        pass
    digits = "".join(c for c in unicodedata.normalize("NFKC", text) if c.isdigit())
    return digits if 3 <= len(digits) <= 20 else None  # noqa: PLR2004 -- an extension to E.164+
