"""Numbers for customers: prefix, date and a serial of the workspace's own."""

from datetime import datetime

from crm.customers.parameters.service import Known, Parameters
from kernel import clock
from kernel.i18n import zone
from kernel.transaction import UnitOfWork

_NEXT = """
INSERT INTO number_counter AS c (tenant_id, series, period, value) VALUES ($1, $2, $3, 1)
ON CONFLICT (tenant_id, series, period) DO UPDATE SET value = c.value + 1
RETURNING c.value
"""
_DATES = {"none": "", "year": "%Y-", "month": "%Y%m-", "day": "%Y%m%d-"}
_PERIODS = {"never": "", "yearly": "%Y", "monthly": "%Y%m", "daily": "%Y%m%d"}


async def next_number(uow: UnitOfWork, known: Known, series: str) -> str:
    """The next one; whoever asks at the same time waits, and gets the one after it."""
    here = clock.now().astimezone(zone(known.time_zone))
    serial = await uow.fetchval(_NEXT, uow.tenant_id, series, period(known.rules, here))
    return written(known.rules, here, serial)


def period(rules: Parameters, here: datetime) -> str:
    """The time in which a serial counts on, by the firm's own clock."""
    return here.strftime(_PERIODS[rules.number_reset])


def written(rules: Parameters, here: datetime, serial: int) -> str:
    """As people read it."""
    date = here.strftime(_DATES[rules.number_date])
    return f"{rules.number_prefix}{date}{serial:0{rules.number_digits}}"
