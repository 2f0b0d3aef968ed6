"""The course of a piece of knowledge: curated, published, retired; each with its refusal.

Each verb answers the columns that change.
"""

from datetime import date, datetime, timedelta
from typing import Any, Final

from crm.records.types import Row
from kernel.errors import Conflict, Invalid
from kernel.i18n import _

Values = dict[str, Any]
# What nobody looked at for so long is to be looked at again.
FRESH_FOR: Final = timedelta(days=180)


class WrongState(Conflict):
    """A step that was taken already, or that leads nowhere from here."""

    code = "knowledge_state"

    def default(self) -> str:
        return _("This piece of knowledge is not in a state for that.")


def curate(row: Row) -> Values:
    """Put in order, not yet shown to everybody."""
    if row["state"] != "captured":
        raise WrongState
    return {"state": "curated"}


def take_back(row: Row) -> Values:
    """Out of retirement, to be looked at before it is shown again."""
    if row["state"] != "retired":
        raise WrongState
    return {"state": "curated"}


def publish(row: Row, at: datetime, review_due: date | None) -> Values:
    """Shown to the whole workspace, until the day on which it is to be looked at again.

    Published again, it is the next edition, and reviewed.
    """
    if row["state"] == "retired":
        raise WrongState(_("It is retired. Take it back first."))
    if row["disputed"]:
        raise WrongState(_("It is contradicted. Decide first which one holds."))
    due = review_due or (at + FRESH_FOR).date()
    if due <= at.date():
        raise Invalid(fields={"review_due": _("This day is past.")})
    return {
        "state": "published",
        "edition": (row["edition"] or 0) + 1,
        "published_at": at,
        "review_due": due,
    }


def retire(row: Row) -> Values:
    """Shown to nobody any more; what it did stays counted."""
    if row["state"] == "retired":
        raise WrongState
    return {"state": "retired"}
