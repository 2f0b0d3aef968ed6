"""Companies that somebody spoke with in a period: each once, whoever owns them."""

from datetime import datetime
from typing import Final

from crm.activities.activity.model import ACTIVITY
from crm.analytics.figures import Grouping
from crm.analytics.periods import Period
from crm.analytics.questions import span_of
from crm.records.questions import ask
from crm.records.scope import visible
from kernel.filters import Test
from kernel.i18n import lazy
from kernel.principal import Principal
from kernel.sql import Args

NAME: Final = "followed"


def by_talker(principal: Principal, period: Period) -> Grouping:
    """By who spoke with them."""
    first, after = period.moments(principal.time_zone)

    def join(args: Args) -> str:
        talks = _talks(principal, args, first, after)
        return f"JOIN (SELECT DISTINCT tl.to_id, ta.owner_id FROM {talks}) bt ON bt.to_id = a.id"

    said = [first.isoformat(), after.isoformat()]
    return Grouping("bt.owner_id", lambda key: Test(NAME, "eq", [str(key), *said]), join)


def _talks(principal: Principal, args: Args, first: datetime, after: datetime) -> str:
    tenant = args(principal.tenant_id)
    return (
        f"activity ta JOIN link tl ON tl.tenant_id = {tenant} AND tl.from_id = ta.id "
        f"AND tl.kind = 'links' WHERE ta.tenant_id = {tenant} AND ta.deleted_at IS NULL "
        f"AND ta.happened_at >= {args(first)} AND ta.happened_at < {args(after)} "
        f"AND {visible(principal, args, 'ta', of=ACTIVITY)}"
    )


def _asked(test: Test, principal: Principal, args: Args, alias: str) -> str:
    member, first, after = span_of(test.value)
    talks = _talks(principal, args, first, after)
    whose = f"tl.to_id = {alias}.id AND ta.owner_id = {args(member)}"
    return f"EXISTS (SELECT 1 FROM {talks} AND {whose})"


ask("company", NAME, lazy("Followed up in the period by"), _asked)
