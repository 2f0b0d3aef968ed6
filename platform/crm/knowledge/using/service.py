"""Counting use: in the transaction of what used it, once a day for each record."""

from typing import Final, Literal
from uuid import UUID

import msgspec

from crm.knowledge.item.course import WrongState
from crm.knowledge.item.model import KNOWLEDGE
from crm.knowledge.item.service import Knowledge
from kernel import clock
from kernel.errors import Forbidden
from kernel.i18n import _, lazy
from kernel.principal import NOBODY, Principal
from kernel.transaction import UnitOfWork
from tenants.notifications.kinds import declare
from tenants.notifications.service import tell

Kind = Literal["shown", "opened", "quoted"]
THANKS: Final = "thanks"

declare(THANKS, lazy("Thanks for what you know"), "web", "chat")

# Where no record is said, it is for the deal for which it came by itself, if it did.
_USED: Final = """
INSERT INTO knowledge_use (tenant_id, item_id, member_id, about_id, way, day)
SELECT $1, u.item_id, $3, coalesce($4::uuid, p.deal_id, u.item_id), $5, $6
FROM unnest($2::uuid[]) AS u(item_id)
LEFT JOIN knowledge_push p
    ON p.tenant_id = $1 AND p.item_id = u.item_id AND p.member_id = $3 AND $5 <> 'shown'
ON CONFLICT (tenant_id, item_id, member_id, about_id, way, day) DO NOTHING
"""
_VOTE: Final = """
INSERT INTO knowledge_vote AS v (tenant_id, item_id, member_id, helped, at)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (tenant_id, item_id, member_id) DO UPDATE SET helped = excluded.helped, at = excluded.at
"""
_THANK: Final = """
INSERT INTO knowledge_thanks (tenant_id, item_id, member_id, at) VALUES ($1, $2, $3, $4)
ON CONFLICT (tenant_id, item_id, member_id) DO NOTHING RETURNING item_id
"""
_MADE_BY: Final = """
SELECT k.created_by FROM knowledge_item k WHERE k.tenant_id = $1 AND k.id = $2
"""
_COUNTS: Final = """
SELECT count(*) FILTER (WHERE u.way = 'shown') AS shown,
    count(*) FILTER (WHERE u.way = 'opened') AS opened,
    count(*) FILTER (WHERE u.way = 'quoted') AS quoted,
    (SELECT count(*) FROM knowledge_vote v
     WHERE v.tenant_id = $1 AND v.item_id = $2 AND v.helped) AS helped,
    (SELECT count(*) FROM knowledge_vote v
     WHERE v.tenant_id = $1 AND v.item_id = $2 AND NOT v.helped) AS not_helped,
    (SELECT count(*) FROM knowledge_thanks n
     WHERE n.tenant_id = $1 AND n.item_id = $2) AS thanks,
    (SELECT v.helped FROM knowledge_vote v
     WHERE v.tenant_id = $1 AND v.item_id = $2 AND v.member_id = $3) AS mine
FROM knowledge_use u WHERE u.tenant_id = $1 AND u.item_id = $2
"""


class UseView(msgspec.Struct, frozen=True):
    """How a piece of knowledge is used; `mine` is what the reader said of it."""

    shown: int
    opened: int
    quoted: int
    helped: int
    not_helped: int
    thanks: int
    mine: bool | None


async def used(
    uow: UnitOfWork, me: Principal, kind: Kind, items: list[UUID], about: UUID | None = None
) -> None:
    """These pieces, which the member sees, for that record."""
    if items and me.member_id != NOBODY:
        today = clock.now().date()
        await uow.execute(_USED, me.tenant_id, items, me.member_id, about, kind, today)


async def vote(uow: UnitOfWork, me: Principal, item_id: UUID, *, helped: bool) -> UseView:
    """Whether it helped; one's own words are not voted on."""
    item = await Knowledge(uow, me).get(item_id)
    maker = await uow.fetchval(_MADE_BY, me.tenant_id, item_id)
    if item["state"] != "published":
        raise WrongState
    if maker == me.member_id:
        raise Forbidden(_("Others say whether it helped them."))
    await uow.execute(_VOTE, me.tenant_id, item_id, me.member_id, helped, clock.now())
    return await use_of(uow, me, item_id)


async def thank(uow: UnitOfWork, me: Principal, item_id: UUID) -> UseView:
    """Thank whoever kept it; once, and they hear it."""
    item = await Knowledge(uow, me).get(item_id)
    maker = await uow.fetchval(_MADE_BY, me.tenant_id, item_id)
    if item["state"] != "published":
        raise WrongState
    if maker == me.member_id:
        raise Forbidden(_("One thanks others."))
    first = await uow.fetchval(_THANK, me.tenant_id, item_id, me.member_id, clock.now())

    def words() -> tuple[str, str]:
        return item["title"], _("%(name)s thanks you for this.", name=me.name)

    if first and maker:
        await tell(uow, maker, THANKS, words, record_type=KNOWLEDGE.name, record_id=item_id)
    return await use_of(uow, me, item_id)


async def use_of(uow: UnitOfWork, me: Principal, item_id: UUID) -> UseView:
    """Of a piece that was fetched for the member."""
    row = await uow.fetchrow(_COUNTS, me.tenant_id, item_id, me.member_id)
    assert row is not None  # noqa: S101 -- an aggregate has a row
    return UseView(**row)
