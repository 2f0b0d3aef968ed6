"""Rate limits shared by all processes: counters in windows, in a table that may be lost."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Mapped, mapped_column

from kernel import clock
from kernel.database import Database
from kernel.errors import TooMany
from kernel.model import Base
from kernel.transaction import UnitOfWork


class RateLimit(Base):
    """How often something happened in the present window."""

    __tablename__ = "rate_limit"
    __table_args__ = {"prefixes": ["UNLOGGED"]}  # noqa: RUF012 -- SQLAlchemy's own idiom

    key: Mapped[str] = mapped_column(primary_key=True)
    window_end: Mapped[datetime]
    count: Mapped[int]


# Over, or set by a clock that was ahead and has been put right since.
_OVER = "(r.window_end <= $3 OR r.window_end > $2::timestamptz + interval '5 minutes')"
_HIT = f"""
INSERT INTO rate_limit AS r (key, window_end, count) VALUES ($1, $2, 1)
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN {_OVER} THEN 1 ELSE r.count + 1 END,
    window_end = CASE WHEN {_OVER} THEN $2 ELSE r.window_end END
RETURNING count, window_end
"""


_LEASE = f"""
INSERT INTO rate_limit AS r (key, window_end, count) VALUES ($1, $2, 1)
ON CONFLICT (key) DO UPDATE SET window_end = $2 WHERE {_OVER}
RETURNING true
"""


async def hit(database: Database, key: str, *, limit: int, seconds: int) -> None:
    """Count one; raises `TooMany` past `limit` in the window.

    Its own transaction: a refused request rolls back, its count must not. Call it before the
    unit of work begins, for a request may hold one connection only.
    """
    count, left = await counted(database, key, seconds=seconds)
    if count > limit:
        raise TooMany(max(1, int(left)))


async def counted(database: Database, key: str, *, seconds: int) -> tuple[int, float]:
    """Count one: how many there were in the window, and for how many seconds it still lasts."""
    now = clock.now()
    row = await database.one(_HIT, key, now + timedelta(seconds=seconds), now)
    return row["count"], (row["window_end"] - now).total_seconds()


async def lease(uow: UnitOfWork, key: str, *, seconds: int) -> bool:
    """Whether this is ours alone for so long, or until `forget`; False while it is another's."""
    now = clock.now()
    return bool(await uow.fetchval(_LEASE, key, now + timedelta(seconds=seconds), now))


async def forget(uow: UnitOfWork, key: str) -> None:
    """Start over, as after a sign-in that succeeded; part of its transaction."""
    await uow.execute("DELETE FROM rate_limit WHERE key = $1", key)
