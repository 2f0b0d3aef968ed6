"""Contacts as one member sees them."""

from crm.customers.contact.model import CONTACT
from crm.records.service import Records, serve


@serve
class Contacts(Records):
    """The engine's own behaviour is all that contacts need."""

    kind = CONTACT
