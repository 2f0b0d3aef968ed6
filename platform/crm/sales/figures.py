"""What deals tell of a customer: what is open, what was bought."""

from typing import Any

from crm.customers.overview.ports import Figure, Said, add_figure, reads
from crm.records.reading import View
from crm.records.scope import visible
from crm.records.types import RecordType
from crm.sales.deal.model import DEAL
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


def _say_deals(found: Any, _record: View, principal: Principal) -> list[Said]:
    bought = [_said(_("Bought"), "won", found, principal)] if found["won"] else []
    return [_said(_("Open deals"), "open", found, principal), *bought]


def _said(label: str, status: str, found: Any, principal: Principal) -> Said:
    """The sum, with the count beside it; the count where no sum is known."""
    many, worth = found[status], found[f"{status}_worth"]
    if not worth:
        return Said(label=label, value=format_number(many))
    detail = ngettext("in %(num)s deal", "in %(num)s deals", many)
    return Said(label=label, value=format_money(int(worth), principal.currency), detail=detail)


add_figure(Figure(name="deals", order=30, applies=_may_have_deals, ask=_deals, say=_say_deals))
