"""The kinds of activity of a workspace: ours, under the names it gave them, and its own."""

from crm.activities.activity.model import ACTIVITY
from crm.records.narrowing import as_kept
from kernel.principal import Principal


def kinds_of(principal: Principal) -> list[tuple[str, str]]:
    """Those that are offered, with their names."""
    field = as_kept(ACTIVITY, principal).fields["kind"]
    return [(choice.value, str(choice.label)) for choice in field.choices if not choice.archived]
