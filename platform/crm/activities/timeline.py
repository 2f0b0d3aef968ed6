"""Activities, appointments and tasks on the timelines of the records they are about."""

from collections.abc import Callable

from crm.records.ports import TimelineSource, on_timeline


def _activities(scope: Callable[..., str]) -> str:
    return f"""
    SELECT a.happened_at AS at, a.id, 'activity' AS kind,
           coalesce(nullif(m.name, ''), p.name, '') AS actor,
           jsonb_build_object('kind', a.kind, 'text', a.text, 'outcome', a.outcome,
               'next_step', a.next_step, 'next_at', a.next_at, 'version', a.version) AS data
    FROM link l
    JOIN activity a ON a.tenant_id = $1 AND a.id = l.from_id AND a.deleted_at IS NULL
    LEFT JOIN membership m ON m.tenant_id = $1 AND m.id = a.owner_id
    LEFT JOIN person p ON p.id = m.person_id
    WHERE l.tenant_id = $1 AND l.to_id = $2 AND l.kind = 'links' AND {scope("a", "activity")}
    """


def _tasks(scope: Callable[..., str]) -> str:
    return f"""
    SELECT coalesce(t.closed_at, t.created_at) AS at, t.id, 'task' AS kind,
           coalesce(nullif(m.name, ''), p.name, '') AS actor,
           jsonb_build_object('title', t.title, 'due_at', t.due_at, 'status', t.status,
               'result', t.result, 'version', t.version) AS data
    FROM link l
    JOIN task t ON t.tenant_id = $1 AND t.id = l.from_id AND t.deleted_at IS NULL
    LEFT JOIN membership m ON m.tenant_id = $1 AND m.id = t.owner_id
    LEFT JOIN person p ON p.id = m.person_id
    WHERE l.tenant_id = $1 AND l.to_id = $2 AND l.kind = 'links' AND {scope("t", "task")}
    """


def _appointments(scope: Callable[..., str]) -> str:
    return f"""
    SELECT p.starts_at AS at, p.id, 'appointment' AS kind,
           coalesce(nullif(m.name, ''), person.name, '') AS actor,
           jsonb_build_object('title', p.title, 'place', p.place, 'repeat', p.repeat,
               'version', p.version) AS data
    FROM link l
    JOIN appointment p ON p.tenant_id = $1 AND p.id = l.from_id AND p.deleted_at IS NULL
    LEFT JOIN membership m ON m.tenant_id = $1 AND m.id = p.owner_id
    LEFT JOIN person ON person.id = m.person_id
    WHERE l.tenant_id = $1 AND l.to_id = $2 AND l.kind IN ('links', 'guests')
        AND {scope("p", "appointment")}
    """


on_timeline(TimelineSource("activity", _activities))
on_timeline(TimelineSource("appointment", _appointments))
on_timeline(TimelineSource("task", _tasks))
