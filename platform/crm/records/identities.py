"""Addresses in the one form in which they can be compared."""

import unicodedata
from functools import lru_cache

import phonenumbers

from kernel.addresses import canonical_or_none


@lru_cache(maxsize=16_384)
def normalised(kind: str, value: str) -> str | None:
    """The canonical form, or None when it is none of that kind.

    email: NFC, casefold, IDNA; phone: E.164 where a country is told, else digits; others: casefold.
    """
    text = unicodedata.normalize("NFC", value).strip()
    match kind:
        case "email" | "mailbox":
            return canonical_or_none(text)
        case "phone":
            return phone(text)
        case _:
            return text.casefold() or None


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


def spaced_phone(text: str) -> str:
    """A bare international number in the groups of its country; others as they were typed."""
    if not (text.startswith("+") and text[1:].isdecimal()):
        return text
    try:
        parsed = phonenumbers.parse(text)
    except phonenumbers.NumberParseException:
        return text
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
