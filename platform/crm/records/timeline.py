"""One stream of everything that happened to a record, newest first."""

from typing import Any
from uuid import UUID

import msgspec

from crm.records.cursor import read_cursor, write_cursor
from crm.records.listing import MAX_LIMIT, BadPage
from crm.records.ports import TIMELINE, TimelineSource, on_timeline
from crm.records.scope import visible
from crm.records.types import record_type
from kernel.i18n import _
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork
from kernel.veils import change_seen, unveiled

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

    def scope(alias: str, of: str) -> str:
        return visible(principal, args, alias, of=record_type(of))

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
    end = rows[limit - 1] if len(rows) > limit else None
    cursor = write_cursor(end["at"], end["id"]) if end else None
    entries = (_unveiled(principal, row) for row in rows[:limit])
    return Timeline([entry for entry in entries if entry is not None], cursor)


def _unveiled(principal: Principal, row: Any) -> dict[str, Any] | None:
    """The entry without what is hidden from the reader; None if nothing else happened."""
    entry, data = dict(row), row["data"]
    if row["kind"] != "event":
        return {**entry, "data": unveiled(principal, row["kind"], data)}
    happened = change_seen(principal, data.pop("type"), data)
    return None if happened is None else {**entry, "data": happened}


def _own_events(_scope: Any) -> str:
    return f"""
    SELECT e.at, e.id, 'event' AS kind, e.actor_name AS actor,
           jsonb_build_object('type', e.record_type, 'action', e.action, 'source', e.source,
                              'before', e.before, 'after', e.after) AS data
    FROM event e WHERE e.tenant_id = $1 AND e.record_id = ANY({FAMILY})
    """


on_timeline(TimelineSource("event", _own_events))
