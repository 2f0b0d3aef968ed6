"""A question as one member asks it: whom it names is looked up among what that member sees."""

from typing import Final
from uuid import UUID

from crm.records.scope import ANY, visible
from crm.records.types import record_types
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork
from search.asking.expected import expected
from search.asking.names import names_in, surnames_in
from search.asking.question import Question, read_question
from search.lexical.names import by_name
from search.text.folding import fold
from search.text.naming import BEARERS

_READ: Final = 60
_CALLED: Final = 40
RIVAL: Final = "competitor"
_HIGHEST: Final = "\U0010ffff"

_TITLES = """
SELECT k.record_type, k.record_id, k.title FROM chunk k
WHERE k.tenant_id = $1 AND k.id = ANY($2::uuid[]) AND k.attachment_id IS NULL AND k.part = 0
"""

Bearer = tuple[str, UUID, str]


async def read(uow: UnitOfWork, principal: Principal, text: str) -> Question:
    types = tuple(
        kind.name
        for kind in record_types()
        if kind.name in BEARERS and principal.may(f"{kind.name}:see")
    )
    bearers: list[Bearer] = []
    if types:
        bearers += await _by_words(uow, principal, text, types)
    if "contact" in types:
        bearers += await _by_surname(uow, principal, text)
    return read_question(text, names_in(text, bearers), await _rivals(uow, principal, text))


async def _rivals(uow: UnitOfWork, principal: Principal, text: str) -> frozenset[str]:
    """Whom it competes with, where somebody is asked for."""
    if expected(fold(text)) not in {"rival", "who"} or not principal.may(f"{RIVAL}:see"):
        return frozenset()
    args = Args(principal.tenant_id, RIVAL)
    scope = visible(principal, args, "r", of=ANY)
    rows = await uow.fetch(
        "SELECT r.title FROM record r WHERE r.tenant_id = $1 AND r.type = $2 "
        f"AND r.deleted_at IS NULL AND {scope} LIMIT {_READ}",
        *args.values,
    )
    return frozenset(fold(row["title"]) for row in rows)


async def _by_words(
    uow: UnitOfWork, principal: Principal, text: str, types: tuple[str, ...]
) -> list[Bearer]:
    # A slip of the pen names nobody.
    hits = await by_name(uow, principal, text, types, depth=_READ)
    ids = [hit.chunk_id for hit in hits]
    rows = await uow.fetch(_TITLES, principal.tenant_id, ids) if ids else []
    return [(row["record_type"], row["record_id"], row["title"]) for row in rows]


async def _by_surname(uow: UnitOfWork, principal: Principal, text: str) -> list[Bearer]:
    """Whoever is called 王总 is one of those whose names begin so."""
    surnames = surnames_in(text)
    if not surnames:
        return []
    args = Args(principal.tenant_id)
    scope = visible(principal, args, "p", of=ANY)
    rows = await uow.fetch(
        f"SELECT n.id, n.title FROM unnest({args(surnames)}::text[]) AS s (start) "
        "CROSS JOIN LATERAL (SELECT p.id, p.title FROM record p WHERE p.tenant_id = $1 "
        f"AND p.type = 'contact' AND p.title >= s.start AND p.title < s.start || {args(_HIGHEST)} "
        f"AND p.deleted_at IS NULL AND {scope} LIMIT {_CALLED}) n",
        *args.values,
    )
    return [("contact", row["id"], row["title"]) for row in rows]
