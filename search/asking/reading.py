"""A question as one member asks it: whom it names is looked up among what that member sees."""

from typing import Final
from uuid import UUID

from crm.records.types import record_types
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from search.asking.names import names_in
from search.asking.question import Question, read_question
from search.lexical.query import by_words
from search.lexical.weights import Weighed
from search.scope import found_by

# Notes are filed under the first two; the others are named in them.
BEARERS: Final = ("company", "contact", "competitor", "product")
_BEARERS_READ: Final = 60

_TITLES = """
SELECT k.record_type, k.record_id, k.title FROM chunk k
WHERE k.tenant_id = $1 AND k.id = ANY($2::uuid[]) AND k.part = 0
"""


async def read(uow: UnitOfWork, principal: Principal, text: str, weighed: Weighed) -> Question:
    """`weighed` are the words of the text, by which the bearers of names are found."""
    types = tuple(
        kind.name
        for kind in record_types()
        if kind.name in BEARERS and principal.may(f"{kind.name}:see")
    )
    records: list[tuple[str, UUID, str]] = []
    if types:
        where = found_by(principal, types)
        hits = await by_words(
            uow, principal.tenant_id, weighed, where=where, depth=_BEARERS_READ
        )
        ids = [hit.chunk_id for hit in hits]
        rows = await uow.fetch(_TITLES, principal.tenant_id, ids) if ids else []
        records = [(row["record_type"], row["record_id"], row["title"]) for row in rows]
    return read_question(text, names_in(text, records))
