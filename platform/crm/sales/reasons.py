"""Why a deal was lost or a lead given up: one of the workspace's own words."""

from crm.records.kinds.choices import offered
from crm.records.narrowing import as_kept
from crm.records.types import RecordType
from kernel.errors import Invalid
from kernel.i18n import _
from kernel.principal import Rights


def reasons(kind: RecordType, field: str, rights: Rights) -> list[tuple[str, str]]:
    """What may be said, each with its label."""
    return offered(as_kept(kind, rights).fields[field])


def demand_reason(kind: RecordType, field: str, rights: Rights, said: str) -> None:
    """Raise `Invalid` for what is none of them."""
    known = dict(reasons(kind, field, rights))
    if said not in known:
        words = _("Choose one of: %(choices)s.") % {"choices": ", ".join(known)}
        raise Invalid(fields={"reason": words})
