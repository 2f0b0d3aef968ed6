"""The meters as owners see them: used, of how much, and when to look out."""

from typing import Any, Final, Literal

import msgspec

from kernel import clock
from kernel.entitled import LIMITS, Entitled
from kernel.i18n import lazy
from kernel.rooms import metered
from kernel.tally import API_CALLS
from kernel.transaction import UnitOfWork

NEAR: Final = 80
# What is told beside the limits; it has none.
LABELS: Final = {**LIMITS, API_CALLS: lazy("API calls this month")}

_USED: Final = """
SELECT counted($1, 'seats', $2) AS seats, counted($1, 'contacts', $2) AS contacts,
       counted($1, 'storage', $2) AS storage, counted($1, 'bots', $2) AS bots,
       (SELECT m.used FROM meter m WHERE m.tenant_id = $1 AND m.name = $3) AS ai_questions,
       (SELECT m.used FROM meter m WHERE m.tenant_id = $1 AND m.name = $4) AS api_calls
"""


class Used(msgspec.Struct, frozen=True):
    """How much of one thing is used; `cap` None has no end. `level`: "", near (80 %) or full."""

    name: str
    used: int
    cap: int | None
    level: Literal["", "near", "full"]

    @property
    def label(self) -> str:
        return str(LABELS[self.name])

    @property
    def percent(self) -> int:
        return min(100, self.used * 100 // self.cap) if self.cap else 0


async def usage(uow: UnitOfWork, entitled: Entitled) -> list[Used]:
    """All meters."""
    now = clock.now()
    row: Any = await uow.fetchrow(
        _USED, uow.tenant_id, now, metered("ai_questions"), metered(API_CALLS)
    )
    found = {name: row[name] or 0 for name in LIMITS}
    meters = [of(name, used, entitled.cap(name)) for name, used in found.items()]
    return [*meters, of(API_CALLS, row["api_calls"] or 0, None)]


def of(name: str, used: int, cap: int | None) -> Used:
    """A meter with its warning."""
    share = level_of(used, cap)
    return Used(name, used, cap, "full" if share >= 100 else "near" if share else "")  # noqa: PLR2004


def level_of(used: int, cap: int | None) -> int:
    """The share of which one is warned: 0, 80 or 100 percent."""
    if cap is None or not used:
        return 0
    if used >= cap:
        return 100
    return NEAR if used * 100 >= cap * NEAR else 0
