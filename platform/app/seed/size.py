"""How large a made-up world is."""

from dataclasses import dataclass

from app.seed.picks import shares

SIZES = ("small", "medium", "large")
_TOTALS = {"medium": (10, 5_000, 30_000), "large": (200, 100_000, 1_000_000)}
_LEAST_CONTACTS = 40
_CONTACTS_PER_REP = 160
_MOST_REPS = 48


@dataclass(slots=True, frozen=True)
class Size:
    """Figures of one workspace."""

    companies: int
    contacts: int
    activities: int
    tasks: int
    reps: int


ACME = Size(companies=40, contacts=120, activities=400, tasks=30, reps=4)
GLOBEX = Size(companies=12, contacts=30, activities=80, tasks=8, reps=2)


def workspace_sizes(size: str) -> list[Size]:
    """The workspaces of a medium or large world, largest first."""
    count, contacts, activities = _TOTALS[size]
    split = shares(contacts, count, _LEAST_CONTACTS)
    notes = shares(activities, count, _LEAST_CONTACTS * activities // contacts)
    return [_sized(people, rows) for people, rows in zip(split, notes, strict=True)]


def _sized(contacts: int, activities: int) -> Size:
    return Size(
        companies=max(contacts * 2 // 5, 12),
        contacts=contacts,
        activities=activities,
        tasks=max(activities * 3 // 40, 8),
        reps=min(max(contacts // _CONTACTS_PER_REP, 2), _MOST_REPS),
    )
