"""Competitors as one member sees them."""

from crm.records.service import Records, serve
from crm.sales.competitor.model import COMPETITOR


@serve
class Competitors(Records):
    """The engine's own behaviour is all that competitors need."""

    kind = COMPETITOR
