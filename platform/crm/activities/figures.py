"""What activities and tasks tell of a customer: when it was spoken to, and what is promised."""

from datetime import datetime, timedelta
from typing import Any, Final

import msgspec

from crm.activities.activity.model import ACTIVITY, SATISFIED
from crm.activities.task.model import TASK
from crm.customers.overview.ports import Figure, Said, add_figure, reads, rows
from crm.records.reading import View
from crm.records.scope import visible
from crm.records.types import RecordType
from kernel import clock
from kernel.filters import Test
from kernel.formats import format_number, format_percent, format_relative
from kernel.i18n import _, ngettext
from kernel.principal import Principal
from kernel.sql import Args

GLAD: Final = 0.8


def _followed(kind: RecordType) -> bool:
    return kind.followed


def _talk(_kind: RecordType, principal: Principal, args: Args) -> str | None:
    if not reads(principal, ACTIVITY, "links", "happened_at"):
        return None
    now = clock.now()
    month, quarter = args(now - timedelta(days=30)), args(now - timedelta(days=90))
    return f"""
    SELECT jsonb_build_object(
        'count', count(*), 'last_at', max(a.happened_at),
        'last_30_days', count(*) FILTER (WHERE a.happened_at > {month}),
        'last_90_days', count(*) FILTER (WHERE a.happened_at > {quarter}))
    FROM link l JOIN activity a ON a.tenant_id = $1 AND a.id = l.from_id AND a.deleted_at IS NULL
    WHERE l.tenant_id = $1 AND l.to_id = $2 AND l.kind = 'links'
        AND {visible(principal, args, "a", of=ACTIVITY)}
    """


def _say_talk(found: Any, record: View, _principal: Principal) -> list[Said]:
    last, many = _moment(found["last_at"]), found["last_90_days"]
    words = ngettext("%(num)s talk in 90 days", "%(num)s talks in 90 days", many)
    said = Said(
        label=_("Last talk"),
        value=format_relative(last) if last else _("Never"),
        detail=words if last else "",
        kind="neutral" if many or last is None else "warning",
        path=rows(ACTIVITY, _about(record)),
    )
    return [said]


def _satisfaction(_kind: RecordType, principal: Principal, args: Args) -> str | None:
    """What was answered when they were asked, in a year."""
    if not reads(principal, ACTIVITY, "links", "satisfaction"):
        return None
    year = args(clock.now() - timedelta(days=365))
    return f"""
    SELECT jsonb_build_object('answers', count(*),
        'satisfied', count(*) FILTER (WHERE a.satisfaction >= '{SATISFIED}'))
    FROM link l JOIN activity a ON a.tenant_id = $1 AND a.id = l.from_id AND a.deleted_at IS NULL
    WHERE l.tenant_id = $1 AND l.to_id = $2 AND l.kind = 'links' AND a.satisfaction IS NOT NULL
        AND a.happened_at > {year} AND {visible(principal, args, "a", of=ACTIVITY)}
    """


def _say_satisfaction(found: Any, record: View, _principal: Principal) -> list[Said]:
    many = found["answers"]
    if not many:
        return []
    share = found["satisfied"] / many
    said = Said(
        label=_("Satisfied"),
        value=format_percent(share),
        detail=ngettext("of %(num)s answer in a year", "of %(num)s answers in a year", many),
        kind="success" if share >= GLAD else "warning",
        path=rows(ACTIVITY, _about(record), Test("satisfaction", "is_not_empty")),
    )
    return [said]


def _tasks(_kind: RecordType, principal: Principal, args: Args) -> str | None:
    if not reads(principal, TASK, "links", "status", "due_at"):
        return None
    now = args(clock.now())
    return f"""
    SELECT jsonb_build_object(
        'open', count(*), 'overdue', count(*) FILTER (WHERE t.due_at < {now}),
        'next_at', min(t.due_at) FILTER (WHERE t.due_at >= {now}))
    FROM link l JOIN task t ON t.tenant_id = $1 AND t.id = l.from_id AND t.deleted_at IS NULL
        AND t.status = 'open'
    WHERE l.tenant_id = $1 AND l.to_id = $2 AND l.kind = 'links'
        AND {visible(principal, args, "t", of=TASK)}
    """


def _say_tasks(found: Any, record: View, _principal: Principal) -> list[Said]:
    late, following = found["overdue"], _moment(found["next_at"])
    detail = format_relative(following) if following else ""
    if late:
        detail = ngettext("%(num)s overdue", "%(num)s overdue", late)
    said = Said(
        label=_("Open tasks"),
        value=format_number(found["open"]),
        detail=detail,
        kind="error" if late else "neutral",
        path=rows(TASK, _about(record), Test("status", "eq", "open")),
    )
    return [said]


def _about(record: View) -> Test:
    return Test("links", "eq", str(record["id"]))


def _moment(text: str | None) -> datetime | None:
    return msgspec.convert(text, datetime) if text else None


add_figure(Figure(name="talk", order=10, applies=_followed, ask=_talk, say=_say_talk))
add_figure(
    Figure(name="satisfied", order=25, applies=_followed, ask=_satisfaction, say=_say_satisfaction)
)
add_figure(Figure(name="tasks", order=20, applies=_followed, ask=_tasks, say=_say_tasks))
