"""How far the model has read a workspace's texts."""

from uuid import UUID

import msgspec

from kernel.transaction import UnitOfWork
from search.changing import models_before
from search.dense.installed import installed
from search.dense.models import dense_is_possible
from search.dense.suiting import suits

_COUNTED = """
SELECT count(*) AS texts, count(k.embedded_at) AS read,
    count(*) FILTER (WHERE k.embedded_at IS NULL AND k.embed_failures >= 3) AS failed
FROM chunk k WHERE k.tenant_id = $1
"""
_UNREADABLE = """
SELECT count(*) FROM embedding e
WHERE e.tenant_id = $1 AND e.model_id = $2 AND e.vector IS NULL
"""


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """`languages` are those that the model is known to read, none if that is not known.

    Of the `texts`, so many were `read`, among them `unreadable` ones that are left to the words;
    `failed` ones were given up. `before` are models whose vectors are still asked meanwhile.
    One that does not suit reads none of the languages in which the firm writes.
    """

    model: str
    languages: list[str]
    possible: bool
    running: bool
    suits: bool
    texts: int
    read: int
    unreadable: int
    failed: int
    before: list[str]


async def progress(uow: UnitOfWork, tenant_id: UUID) -> Progress:
    model = installed.model
    counted = await uow.fetchrow(_COUNTED, tenant_id)
    return Progress(
        model=model.id,
        languages=list(model.languages),
        possible=dense_is_possible(),
        running=installed.embedding.present(),
        suits=await suits(uow, model),
        texts=counted["texts"] if counted else 0,
        read=counted["read"] if counted else 0,
        failed=counted["failed"] if counted else 0,
        unreadable=await uow.fetchval(_UNREADABLE, tenant_id, model.id),
        before=await models_before(uow, tenant_id, model.id),
    )
