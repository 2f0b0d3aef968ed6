"""A partner's registration waits for whoever may decide about it."""

from crm.activities.queue.deciding import undecided
from crm.activities.queue.ports import Source, add_source
from crm.sales.registration.model import REGISTRATION
from kernel.i18n import lazy

add_source(
    Source(
        key="registrations",
        label=lazy("Deal registrations to decide about"),
        order=36,
        load=undecided(REGISTRATION, "x.state = 'submitted'"),
        needs="registration:transfer",
    )
)
