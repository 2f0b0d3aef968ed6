"""Every night: what let people in and does so no longer is forgotten."""

from typing import Any, Final

from kernel import jobs
from kernel.transaction import UnitOfWork

# A day later, for whoever wonders why they are out.
_OVER: Final = (
    "DELETE FROM session WHERE LEAST(expires_at, idle_ends_at) < now() - interval '1 day'",
    "DELETE FROM person_token WHERE expires_at < now() - interval '1 day'",
    "DELETE FROM rate_limit WHERE window_end < now() - interval '1 day'",
)


@jobs.job("people.sweep", cron="41 3 * * *")
async def sweep(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """Sessions, links and counts of tries that are over."""
    for statement in _OVER:
        await uow.execute(statement)
