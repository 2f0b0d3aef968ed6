"""What holds in a workspace, and how that is changed."""

from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.audit.notes import note

_HELD: Final = """
SELECT h.pushes_a_week, h.worded, h.languages FROM knowledge_habits h WHERE h.tenant_id = $1
"""
_KEEP: Final = """
INSERT INTO knowledge_habits (tenant_id, pushes_a_week, worded, languages)
VALUES ($1, $2, $3, $4)
ON CONFLICT (tenant_id) DO UPDATE SET pushes_a_week = excluded.pushes_a_week,
    worded = excluded.worded, languages = excluded.languages
"""


Language = Literal["en", "zh_CN"]


class Habits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """So many pieces come to a member by themselves in a week, 0 for none.

    `worded`: answers are put in sentences by the operator's language model, where there is one;
    for that the sentences that answer leave the house. `languages` are those in which the firm
    writes, none for any: a model that reads none of them is not asked for meanings.
    """

    pushes_a_week: Annotated[int, Meta(ge=0, le=20)] = 3
    worded: bool = False
    languages: tuple[Language, ...] = ()


async def habits(uow: UnitOfWork) -> Habits:
    """Of the unit's workspace."""
    row = await uow.fetchrow(_HELD, uow.tenant_id)
    return msgspec.convert(dict(row), Habits) if row else Habits()


async def keep(uow: UnitOfWork, me: Principal, wish: Habits) -> Habits:
    """From now on."""
    before = await habits(uow)
    was, now = msgspec.to_builtins(before), msgspec.to_builtins(wish)
    await uow.execute(_KEEP, me.tenant_id, *now.values())
    await note(uow, me, "knowledge_habits", me.tenant_id, "updated", before=was, after=now)
    return wish
