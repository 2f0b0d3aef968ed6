"""What deals tell of a customer: what is open, what was bought."""

from typing import Any

from crm.customers.overview.ports import Figure, Said, add_figure, reads, rows
from crm.records.reading import View
from crm.records.scope import visible
from crm.records.types import RecordType, record_type
from crm.sales.deal.model import DEAL
from kernel.filters import Test
from kernel.formats import format_money, format_number
from kernel.i18n import _, ngettext
from kernel.principal import Principal
from kernel.sql import Args


def _may_have_deals(kind: RecordType) -> bool:
    return any(relation.target == kind.name for relation in DEAL.relations.values())


def _deals(kind: RecordType, principal: Principal, args: Args) -> str | None:
    """Counts, and what they are worth in the firm's currency for those who see amounts."""
    if kind.plural not in DEAL.relations or not reads(principal, DEAL, kind.plural, "status"):
        return None
    worth = "d.amount_base" if reads(principal, DEAL, "amount") else "NULL::bigint"
    return f"""
    SELECT jsonb_build_object(
        'open', count(*) FILTER (WHERE d.status = 'open'),
        'open_worth', sum({worth}) FILTER (WHERE d.status = 'open'),
        'won', count(*) FILTER (WHERE d.status = 'won'),
        'won_worth', sum({worth}) FILTER (WHERE d.status = 'won'))
    FROM link l JOIN deal d ON d.tenant_id = $1 AND d.id = l.from_id AND d.deleted_at IS NULL
    WHERE l.tenant_id = $1 AND l.to_id = $2 AND l.kind = {args(kind.plural)}
        AND {visible(principal, args, "d", of=DEAL)}
    """


def _say_deals(found: Any, record: View, principal: Principal) -> list[Said]:
    labels = {"open": _("Open deals"), "won": _("Bought")}
    mine = Test(record_type(record["type"]).plural, "eq", str(record["id"]))
    told = []
    for status, label in labels.items():
        value, detail = _worth(found[status], found[f"{status}_worth"], principal)
        path = rows(DEAL, mine, Test("status", "eq", status))
        if found[status] or status == "open":
            told.append(Said(label=label, value=value, detail=detail, path=path))
    return told


def _worth(many: int, worth: int | None, principal: Principal) -> tuple[str, str]:
    """The sum, with the count beside it; the count where no sum is known."""
    if not worth:
        return format_number(many), ""
    detail = ngettext("in %(num)s deal", "in %(num)s deals", many)
    return format_money(int(worth), principal.currency), detail


add_figure(Figure(name="deals", order=30, applies=_may_have_deals, ask=_deals, say=_say_deals))
