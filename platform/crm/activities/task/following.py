"""The next of a repeating task: by the wall, from its first day, and never in a heap."""

from datetime import datetime
from typing import Any

from crm.activities.recurring import Series, first_after, wall_of
from crm.records.types import Row

_KEPT = ("title", "priority", "notes", "planned_kind", "repeat", "repeat_every")


def following(task: Row, time_zone: str, now: datetime) -> dict[str, Any]:
    """What the next one says; the ones that were slept through are left out."""
    start = wall_of(task["anchor_at"] or task["due_at"], time_zone)
    series = Series(
        start=start,
        end=start,
        time_zone=time_zone,
        repeat=task["repeat"],
        every=task["repeat_every"] or 1,
    )
    found = first_after(series, {}, max(task["due_at"], now))
    due = found.starts_at if found else None
    values = {name: task[name] for name in _KEPT if task[name] is not None}
    values |= {"due_at": due, "anchor_at": task["anchor_at"], "follows_id": task["id"]}
    if due is not None and task["remind_at"] is not None:
        values["remind_at"] = due - (task["due_at"] - task["remind_at"])
    return values
