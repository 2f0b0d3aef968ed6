"""Whether the plan of a workspace includes its bot; what it no longer includes rests."""

from typing import Any, Final, Literal

from bots.gateway.channel import ADAPTERS, Owner, Place
from kernel.entitled import entitled_by
from kernel.transaction import UnitOfWork

OWN: Final = "own_bot"
# What a bot rests for: the plan does not have such bots at all, or not so many.
Cause = Literal["feature", "room"]

_PLAN: Final = "SELECT w.entitled FROM workspace w WHERE w.id = $1"
# Which of the workspace's bots were there before; the owner chooses by letting others go.
_OLDER: Final = """
SELECT count(*) FROM bot_account b JOIN bot_account o ON o.channel = $2 AND o.number = $3
WHERE b.workspace_id = $1 AND (b.created_at, b.id) < (o.created_at, o.id)
"""


async def awake(uow: UnitOfWork, place: Place, owner: Owner) -> bool:
    """The deployment's bot always; a workspace's own while its plan has room for it."""
    return await rests_for(uow, place, owner) is None


async def rests_for(uow: UnitOfWork, place: Place, owner: Owner) -> Cause | None:
    """Why it rests; None while it works."""
    if owner.workspace_id is None:
        return None
    kept: Any = await uow.fetchval(_PLAN, owner.workspace_id)
    entitled = entitled_by(kept)
    if not entitled.now().includes(ADAPTERS[place.channel].feature or OWN):
        return "feature"
    cap = entitled.cap("bots")
    if cap is None:
        return None
    older: int = await uow.fetchval(_OLDER, owner.workspace_id, place.channel, place.bot_id)
    return None if older < cap else "room"
