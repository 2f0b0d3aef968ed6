"""How a person is recognised in texts: names and addresses that nobody else has."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

import msgspec

from crm.records.identities import normalised
from crm.records.types import RecordType
from kernel.transaction import UnitOfWork

ERASED: Final = "[erased]"
# Shorter ones stand in too many other words.
_LATIN, _HAN, _DIGITS = 4, 2, 7
_LETTER: Final = r"[0-9A-Za-z_\u00c0-\u024f]"
_GAP: Final = r"[\s\-./()]{0,3}"

_ROWS = """
SELECT r.id FROM record r WHERE r.tenant_id = $1 AND (r.id = $2 OR r.merged_into = $2)
"""
_EVENTS = """
SELECT e.before, e.after FROM event e WHERE e.tenant_id = $1 AND e.record_id = ANY($2)
"""
_OTHERS_NAMES = """
SELECT DISTINCT lower(r.title) AS said FROM record r WHERE r.tenant_id = $1
    AND lower(r.title) = ANY($2) AND NOT r.id = ANY($3) AND r.deleted_at IS NULL
    AND r.type = ANY(ARRAY['contact', 'lead', 'company'])
"""
_OTHERS_ADDRESSES = """
SELECT DISTINCT i.value AS said FROM identity i WHERE i.tenant_id = $1 AND i.value = ANY($2)
    AND NOT i.record_id = ANY($3) AND i.live
"""


class Needles(msgspec.Struct, frozen=True):
    """`texts` in lower case and `digits` of numbers; `shared` ones are somebody else's too."""

    texts: list[str]
    digits: list[str]
    addresses: list[tuple[str, str]]
    shared: int = 0

    def pattern(self) -> re.Pattern[str]:
        """What finds them, whatever the case and however a number is spaced."""
        parts = [_bounded(re.escape(text), text) for text in sorted(self.texts, key=len)[::-1]]
        parts += [rf"(?<!\d)\+?{_GAP.join(digits)}(?!\d)" for digits in self.digits]
        return re.compile("|".join(parts) or r"(?!)", re.IGNORECASE)


async def people(uow: UnitOfWork, record_id: UUID) -> list[UUID]:
    """The record and those that were merged into it: the same person."""
    return [row["id"] for row in await uow.fetch(_ROWS, uow.tenant_id, record_id)]


async def needles_of(uow: UnitOfWork, kind: RecordType, ids: list[UUID]) -> Needles:
    """Present and former names and addresses, as far as they are theirs alone."""
    columns = ", ".join(f"t.{name}" for name in ("name", *kind.identity_fields))
    rows: list[Any] = await uow.fetch(
        f"SELECT {columns} FROM {kind.table} t WHERE t.tenant_id = $1 AND t.id = ANY($2)",
        uow.tenant_id,
        ids,
    )
    events = await uow.fetch(_EVENTS, uow.tenant_id, ids)
    said = [*rows, *(side for row in events for side in (row["before"], row["after"]) if side)]
    names, addresses = set[str](), set[tuple[str, str]]()
    for one in said:
        if name := one.get("name"):
            names.add(str(name))
        for field in kind.identity_fields.values():
            addresses |= {(field.identity, str(x["value"])) for x in one.get(field.name) or ()}
    return await _alone(uow, ids, names, addresses)


async def _alone(
    uow: UnitOfWork, ids: list[UUID], names: set[str], addresses: set[tuple[str, str]]
) -> Needles:
    plain = {(kind, value): normalised(kind, value) or value for kind, value in addresses}
    tenant = uow.tenant_id
    lower = [name.lower() for name in names]
    taken = await uow.fetch(_OTHERS_NAMES, tenant, lower, ids)
    known = await uow.fetch(_OTHERS_ADDRESSES, tenant, list(plain.values()), ids)
    theirs, reached = {row["said"] for row in taken}, {row["said"] for row in known}
    texts = {name.lower() for name in names if name.lower() not in theirs and _telling(name)}
    digits: set[str] = set()
    for (kind, value), canonical in plain.items():
        if canonical in reached:
            continue
        if kind == "phone":
            digits |= {d for d in map(_digits, (value, canonical)) if len(d) >= _DIGITS}
        else:
            texts |= {text.lower() for text in (value, canonical) if _telling(text)}
    return Needles(
        sorted(texts),
        sorted(digits),
        sorted({(kind, canonical) for (kind, _value), canonical in plain.items()}),
        len(theirs) + len(reached),
    )


def _telling(text: str) -> bool:
    """Whether it is long enough not to stand in what has nothing to do with the person."""
    han = sum("CJK" in unicodedata.name(c, "") for c in text)
    return han >= _HAN or len(text.strip()) >= _LATIN


def _digits(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c in "0123456789")


def _bounded(pattern: str, text: str) -> str:
    start = f"(?<!{_LETTER})" if re.match(_LETTER, text) else ""
    end = f"(?!{_LETTER})" if re.match(_LETTER, text[-1]) else ""
    return f"{start}{pattern}{end}"


def cleaned(value: Any, pattern: re.Pattern[str]) -> Any:
    """A value of any depth without them."""
    match value:
        case str():
            return pattern.sub(ERASED, value)
        case dict():
            return {key: cleaned(inner, pattern) for key, inner in value.items()}
        case list():
            return [cleaned(inner, pattern) for inner in value]
    return value


def named_in(values: Iterable[Any], pattern: re.Pattern[str]) -> bool:
    """Whether any of them names the person."""
    return any(value != cleaned(value, pattern) for value in values)


def passages(value: Any, pattern: re.Pattern[str]) -> Any:
    """The lines of a value of any depth that name the person, and nothing beside; else None."""
    match value:
        case str():
            return "\n".join(line for line in value.split("\n") if pattern.search(line)) or None
        case dict():
            kept = {key: passages(inner, pattern) for key, inner in value.items()}
            return {key: inner for key, inner in kept.items() if inner is not None} or None
        case list():
            return [inner for one in value if (inner := passages(one, pattern))] or None
    return None
