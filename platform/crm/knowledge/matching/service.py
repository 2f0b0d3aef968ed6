"""The knowledge that fits a deal, best first, each with its reasons."""

from typing import Any, Final, Literal
from uuid import UUID

import msgspec

from crm.activities.activity.model import ACTIVITY
from crm.knowledge.item.model import KNOWLEDGE
from crm.knowledge.matching.sql import FITS, HELPED, WORTH
from crm.records.narrowing import as_seen
from crm.records.scope import visible
from crm.sales.deal.model import DEAL
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

SHOWN: Final = 5
Reason = Literal["competitor", "heard", "product", "stage", "segment"]


class Fit(msgspec.Struct, frozen=True):
    """A piece of knowledge, why it fits, and how many it helped (less those it did not)."""

    id: UUID
    name: str
    kind: str
    topic: str | None
    answer: str
    reasons: list[Reason]
    helped: int


_SQL: Final = """
SELECT f.* FROM deal d CROSS JOIN LATERAL (
    SELECT k.id, k.name, k.kind, k.topic, k.answer, k.text, t.met > 0 AS competitor, w.heard,
        t.sold > 0 AS product, w.stage, w.segment, {worth} AS worth, {helped} AS helped
    {fits} AND {scope}
) f
WHERE d.tenant_id = $1 AND d.id = $2 AND d.deleted_at IS NULL AND {deals}
ORDER BY f.worth DESC, f.helped DESC, f.id DESC LIMIT {limit}
"""
_REASONS: Final[tuple[Reason, ...]] = ("competitor", "heard", "product", "stage", "segment")


async def fitting(
    uow: UnitOfWork, me: Principal, deal_id: UUID, *, limit: int = SHOWN
) -> list[Fit]:
    """What fits a deal that the member sees."""
    if not me.may(f"{KNOWLEDGE.name}:see") or not me.may(f"{DEAL.name}:see"):
        return []
    args = Args(me.tenant_id, deal_id)
    sql = _SQL.format(
        worth=WORTH,
        helped=HELPED,
        fits=fits(me, args),
        scope=visible(me, args, "k", of=KNOWLEDGE),
        deals=visible(me, args, "d", of=DEAL),
        limit=limit,
    )
    hidden = hidden_of(me)
    return [fit_of(row, hidden) for row in await uow.fetch(sql, *args.values)]


def fits(me: Principal, args: Args) -> str:
    """The condition for this reader: what was said in visits that they do not see is no reason."""
    heard = visible(me, args, "ha", of=ACTIVITY) if me.may("activity:see") else "FALSE"
    return FITS.format(heard=heard)


def hidden_of(me: Principal) -> frozenset[str]:
    """Which of the texts this role does not read in full."""
    fields = as_seen(KNOWLEDGE, me).fields
    texts = ("name", "text", "answer")
    return frozenset(n for n in texts if n not in fields or fields[n].masked)


def fit_of(row: Any, hidden: frozenset[str]) -> Fit:
    """A row as it is shown: what to say, or where nothing is said what was learnt."""
    said = "" if "answer" in hidden else row["answer"] or ""
    said = said or ("" if "text" in hidden else row["text"])
    reasons: list[Reason] = [name for name in _REASONS if row[name]]
    return Fit(row["id"], row["name"], row["kind"], row["topic"], said, reasons, row["helped"])
