"""A price below the floor waits for whoever may agree to it."""

from crm.activities.queue.deciding import undecided
from crm.activities.queue.ports import Source, add_source
from crm.sales.deal.model import ASKED, DEAL
from kernel.i18n import lazy

add_source(
    Source(
        key="prices",
        label=lazy("Prices below the floor"),
        order=34,
        load=undecided(DEAL, f"x.status = 'open' AND x.below_floor = '{ASKED}'"),
        needs="deal:transfer",
    )
)
