"""Companies as one member sees them."""

from crm.customers.company.model import COMPANY
from crm.records.service import Records, serve


@serve
class Companies(Records):
    """The engine's own behaviour is all that companies need."""

    kind = COMPANY
