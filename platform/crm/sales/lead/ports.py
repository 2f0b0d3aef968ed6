"""Where neighbours join in when a lead was written: its score, and whose it becomes."""

from collections.abc import Awaitable, Callable

from crm.records.ports import Change
from crm.records.service import Records

OnLead = Callable[[Records, Change], Awaitable[None]]
LEADS: list[OnLead] = []


def on_lead(follow: OnLead) -> OnLead:
    """Register what else happens then, in the same transaction."""
    LEADS.append(follow)
    return follow
