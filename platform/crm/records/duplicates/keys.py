"""The keys of a record: two that share one may be the same."""

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from crm.records.duplicates.freemail import is_free
from crm.records.identities import normalised
from crm.records.naming.keys import Keys, keys_of
from crm.records.privacy.needles import ERASED
from crm.records.types import Matching, RecordType, Row

# Written with every record: what lacks it was keyed by an older version, or not at all.
VERSION = "version:1"
# Points from which a key of a name stands for a whole firm, a whole person, a beginning; initials.
WHOLE, PERSON, START, INITIALS = 92, 95, 84, 82
FULL = 100
_TAIL, _SHORTEST_CODE, _LONGEST, _LONG_SOUND = 8, 5, 200, 4
_ACRONYM = range(3, 6)
_IDENTITY = {"email": "email", "mailbox": "email", "phone": "phone", "handle": "handle"}
_VOWELS = re.compile("[aeiouyhw]")
# Consonants that are taken for each other.
_ALIKE = str.maketrans("bdvjckqzxm", "ptfgsssssn")
_TWICE = re.compile(r"(.)\1+")


def keys(kind: RecordType, row: Row) -> list[str]:
    """All keys of a record of that type, each once."""
    by = kind.matched_by
    if by is None:
        return []
    found = [*_identities(kind, row), *_hosts(by, row), *_codes(by, row)]
    found += name_keys(by.named_as(row), row.get(by.name) or "")
    return list(dict.fromkeys(key[:_LONGEST] for key in found))


def reads(kind: RecordType) -> frozenset[str]:
    """The fields that the keys are made of."""
    by = kind.matched_by
    if by is None:
        return frozenset()
    told = by.people[:1] if by.people else ()
    return frozenset((by.name, *told, *by.hosts, *by.codes, *kind.identity_fields))


def _identities(kind: RecordType, row: Row) -> Iterator[str]:
    for name, field in kind.identity_fields.items():
        for entry in row.get(name) or ():
            value = normalised(field.identity, entry["value"])
            if value is None:
                continue
            yield f"{_IDENTITY.get(field.identity, field.identity)}:{value}"
            digits = value.lstrip("+")
            if field.identity == "phone" and len(digits) >= _TAIL:
                yield f"tail:{digits[-_TAIL:]}"


def _hosts(by: Matching, row: Row) -> Iterator[str]:
    for name in by.hosts:
        value = row.get(name)
        texts = [value] if isinstance(value, str) else [e["value"] for e in value or ()]
        for text in texts:
            host = _host(text)
            if host and not is_free(host):
                yield f"domain:{host}"


def _host(text: str) -> str:
    try:
        host = text.rpartition("@")[2] if "://" not in text else urlsplit(text).hostname or ""
        host = host.strip(".").casefold()
        return (host.encode("idna").decode() if not host.isascii() else host).removeprefix("www.")
    except (ValueError, UnicodeError):
        return ""


def _codes(by: Matching, row: Row) -> Iterator[str]:
    for name in by.codes:
        code = "".join(c for c in (row.get(name) or "").casefold() if c.isalnum())
        if len(code) >= _SHORTEST_CODE:
            yield f"code:{code}"


@lru_cache(maxsize=16_384)
def name_keys(names: str, name: str) -> tuple[str, ...]:
    """The keys of a name alone; people who were made anonymous are not one person."""
    if name == ERASED:
        return ()
    found = keys_of("company" if names == "company" else "contact", name)
    made = _company(found) if names == "company" else _person(found)
    return tuple(dict.fromkeys(made))


def _company(found: Keys) -> Iterator[str]:
    for key, points in (*found.han, *found.latin):
        if points >= WHOLE:
            yield f"name:{key}"
        elif points == START:
            yield f"start:{key}"
    for key, points in found.latin:
        if points >= WHOLE and len(key) >= _LONG_SOUND:
            yield f"sound:{skeleton(key)}"
        if points == INITIALS or (points == FULL and len(key) in _ACRONYM):
            yield f"initials:{key}"


def _person(found: Keys) -> Iterator[str]:
    for key, points in (*found.han, *found.latin):
        if points >= PERSON:
            yield f"name:{key}"
    for key, points in found.latin:
        if points >= PERSON and len(key) >= _LONG_SOUND:
            yield f"sound:{skeleton(key)}"


def skeleton(word: str) -> str:
    """A Latin word without what is misheard and mistyped: its first letter and its consonants."""
    plain = word.translate(_ALIKE)
    return _TWICE.sub(r"\1", plain[:1] + _VOWELS.sub("", plain[1:]))
