"""The course of a deal: moved, won, lost, called off, open again; each with its refusal.

Each verb answers the columns that change.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from crm.records.types import RecordType, Row
from crm.sales.deal.model import ASKED, DECLINED
from crm.sales.pipeline.reading import PipelineSeen, StageSeen
from kernel.errors import Conflict, Invalid
from kernel.i18n import _

Values = dict[str, Any]


class NotOpen(Conflict):
    """A closed deal stays as it was closed."""

    code = "deal_closed"

    def default(self) -> str:
        return _("This deal is closed. Reopen it first.")


class Gate(Conflict):
    """The stage asks for something that the deal does not have; `fields` names it."""

    code = "stage_gate"


def move(
    kind: RecordType,
    row: Row,
    now: StageSeen | None,
    to: StageSeen,
    pipeline: PipelineSeen,
    at: datetime,
) -> Values:
    """To an open stage."""
    _demand_open(row)
    if to.kind == "won":
        return win(kind, row, to, at)
    if to.kind == "lost":
        raise Invalid(fields={"reason": _("Say why it was lost.")})
    back = now is not None and now.pipeline_id == to.pipeline_id and to.position < now.position
    if back and not pipeline.regress:
        raise Conflict(_("In this pipeline a deal does not go back to an earlier stage."))
    pass_gate(kind, row, to)
    return _into(row, to, at)


def win(kind: RecordType, row: Row, stage: StageSeen | None, at: datetime) -> Values:
    """The customer signed."""
    _demand_open(row)
    _demand_price(row)
    if stage is not None:
        pass_gate(kind, row, stage)
    closed = {"status": "won", "closed_at": at, "forecast": "closed"}
    return closed | (_into(row, stage, at) if stage else {})


def lose(row: Row, stage: StageSeen | None, at: datetime, reason: str, note: str | None) -> Values:
    """The customer will not; `reason` is one of the workspace's."""
    _demand_open(row)
    if not reason:
        raise Invalid(fields={"reason": _("Say why it was lost.")})
    closed = {"status": "lost", "closed_at": at, "forecast": "omit"}
    said = {"lost_reason": reason, "lost_note": note or None}
    return closed | said | (_into(row, stage, at) if stage else {})


def invalidate(row: Row, at: datetime, note: str | None) -> Values:
    """It never was one: a test, a double, a misunderstanding. It counts nowhere."""
    _demand_open(row)
    return {"status": "invalid", "closed_at": at, "forecast": "omit", "lost_note": note or None}


def reopen(row: Row, stage: StageSeen | None, at: datetime) -> Values:
    """Back to where it was open last."""
    if row["status"] == "open":
        raise Conflict(_("This deal is open already."))
    opened = {"status": "open", "closed_at": None, "forecast": "pipeline"}
    opened |= {"lost_reason": None, "lost_note": None}
    return opened | (_into(row, stage, at) if stage else {})


def pass_gate(kind: RecordType, row: Row, stage: StageSeen) -> None:
    """Raises `Gate` that names everything the stage asks for and the deal lacks.

    `kind` is the deal as the workspace has it: what it gave up is asked for no more.
    """
    wanted = needed(kind, stage.needs)
    lacking = {name: _("This is needed.") for name in wanted if not _has(kind, row, name)}
    unchecked = [item for item in stage.checklist if item not in row["checked"]]
    if not lacking and not unchecked:
        return
    names = [str(label_of(kind, name)) for name in lacking] + unchecked
    if unchecked:
        lacking["checklist"] = ", ".join(unchecked)
    raise Gate(
        _("%(stage)s needs first: %(what)s."),
        stage=stage.name,
        what=", ".join(names),
        fields=lacking,
    )


def needed(kind: RecordType, names: Iterable[str]) -> list[str]:
    """Those that deals still have."""
    return [name for name in names if name in kind.fields or name in kind.relations]


def label_of(kind: RecordType, name: str) -> Any:
    """A field or relation of deals in words."""
    field = kind.fields.get(name)
    return field.label if field else kind.relations[name].label


def _has(kind: RecordType, row: Row, name: str) -> bool:
    if name in kind.relations:
        return any(link[0] == name for link in row["_links"] or ())
    return row[name] not in (None, "", [], ())


def _into(row: Row, stage: StageSeen, at: datetime) -> Values:
    if stage.id == row["stage_id"]:
        return {}
    return {"stage_id": stage.id, "pipeline_id": stage.pipeline_id, "stage_entered_at": at}


def _demand_price(row: Row) -> None:
    if row["below_floor"] in (ASKED, DECLINED):
        text = _("A price is below the floor. A manager must agree to it first.")
        raise Gate(text, fields={"below_floor": text})


def _demand_open(row: Row) -> None:
    if row["status"] != "open":
        raise NotOpen
