"""Records by words of their names, as they are said in the middle of a sentence."""

from typing import Final

from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from search.lexical.query import Hit, by_words
from search.lexical.weights import weigh
from search.scope import found_by
from search.text.naming import asked_for

# A name is short: whoever is named is among the best.
POOL: Final = 400


async def by_name(
    uow: UnitOfWork,
    principal: Principal,
    text: str,
    types: tuple[str, ...],
    *,
    depth: int,
    forgiving: bool = False,
) -> list[Hit]:
    """Those of these types that the principal sees; `forgiving` hears through slips of the pen."""
    terms = asked_for(text)
    asked, also = (terms, {}) if forgiving else ({}, terms)
    weighed = await weigh(uow, principal.tenant_id, asked, also=also)
    where = found_by(principal, types)
    return await by_words(uow, principal.tenant_id, weighed, where=where, depth=depth, pool=POOL)
