"""One stream of everything that happened to a record, newest first."""

from typing import Any
from uuid import UUID

import msgspec

from crm.records.cursor import read_cursor, write_cursor
from crm.records.listing import MAX_LIMIT, BadPage
from crm.records.ports import TIMELINE, TimelineSource, on_timeline
from crm.records.scope import visible
from kernel.i18n import _
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

# The record `$2` and all that were merged into it: what happened to them happened to it.
FAMILY = """ARRAY(WITH RECURSIVE family AS (
    SELECT $2::uuid AS id UNION
    SELECT m.id FROM family f JOIN record m ON m.tenant_id = $1 AND m.merged_into = f.id
) SELECT family.id FROM family)"""


class Timeline(msgspec.Struct, frozen=True):
    """A page of entries `{at, id, kind, actor, data}`."""

    items: list[dict[str, Any]]
    next: str | None


async def timeline(
    uow: UnitOfWork,
    principal: Principal,
    record_id: UUID,
    *,
    limit: int = 30,
    after: str = "",
    only: str = "",
) -> Timeline:
    """What happened to a record the principal has been shown; `only` one kind of entry."""
    if not 1 <= limit <= MAX_LIMIT:
        raise BadPage(_("limit must be between 1 and %(most)s."), most=MAX_LIMIT)
    args = Args(principal.tenant_id, record_id)
    before = ""
    if after:
        moment, last = read_cursor(after)
        before = f"AND (at, id) < ({args(moment)}, {args(last)})"

    def scope(alias: str, seen_by: Any = "owner") -> str:
        return visible(principal, args, alias, seen_by=seen_by)

    sources = [source for source in TIMELINE if only in ("", source.name)]
    if not sources:
        raise BadPage(_("There is no such kind of entry."))
    parts = " UNION ALL ".join(
        f"(SELECT * FROM ({source.sql(scope)}) s WHERE TRUE {before} "
        f"ORDER BY at DESC, id DESC LIMIT {limit + 1})"
        for source in sources
    )
    rows = await uow.fetch(
        f"SELECT * FROM ({parts}) t ORDER BY at DESC, id DESC LIMIT {limit + 1}",
        *args.values,
    )
    shown = [dict(row) for row in rows[:limit]]
    cursor = write_cursor(shown[-1]["at"], shown[-1]["id"]) if len(rows) > limit else None
    return Timeline(shown, cursor)


def _own_events(_scope: Any) -> str:
    return f"""
    SELECT e.at, e.id, 'event' AS kind, e.actor_name AS actor,
           jsonb_build_object('action', e.action, 'source', e.source,
                              'before', e.before, 'after', e.after) AS data
    FROM event e WHERE e.tenant_id = $1 AND e.record_id = ANY({FAMILY})
    """


on_timeline(TimelineSource("event", _own_events))
