"""Products as one member sees them."""

from crm.catalogue.product.model import PRODUCT
from crm.records.service import Records, serve


@serve
class Products(Records):
    """The engine's own behaviour is all that products need."""

    kind = PRODUCT
