"""What came of a call: an activity like any other, and when to call again."""

from datetime import datetime, timedelta
from typing import Annotated, Any, Final
from uuid import UUID

import msgspec
from msgspec import Meta

from crm.activities.activity.model import DO_NOT_CALL
from crm.activities.activity.service import Activities
from crm.activities.calling.rules import CallRule, rules
from crm.customers.worklist.changing import shown
from crm.customers.worklist.members import Entry, demand_worker, entry_of
from crm.customers.worklist.reading import EntryView
from crm.customers.worklist.service import Worklists
from crm.records.keeper import whole
from crm.records.privacy.service import say
from crm.records.reading import demand_visible
from crm.records.service import service_of
from kernel import clock
from kernel.errors import Conflict, Invalid
from kernel.i18n import _
from kernel.principal import Principal
from kernel.transaction import UnitOfWork

_HOLD = """
SELECT e.attempts, e.state, e.caller_id, e.next_call_at FROM worklist_entry e
WHERE e.tenant_id = $1 AND e.id = $2 FOR UPDATE
"""
_SETTLE = """
UPDATE worklist_entry e SET state = $3, outcome = $4, attempts = $5, next_call_at = $6,
    leased_until = NULL
WHERE e.tenant_id = $1 AND e.id = $2
"""
_MOVE = """
UPDATE worklist_entry e SET state = $3, leased_until = NULL WHERE e.tenant_id = $1 AND e.id = $2
"""
_DEED = "INSERT INTO worklist_deed (tenant_id, entry_id, record_id) VALUES ($1, $2, $3)"
# What an outcome means for the customer's mood, where it means something.
_MEANS: Final = {"interested": "positive", "not_interested": "negative", "reached": "neutral"}


class Outcome(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """`call_at` is when to call again, where the customer said so; the rule's time else."""

    outcome: Annotated[str, Meta(max_length=80)]
    text: Annotated[str, Meta(max_length=20_000)] = ""
    call_at: datetime | None = None
    next_step: Annotated[str, Meta(max_length=500)] | None = None
    next_at: datetime | None = None
    contact_id: UUID | None = None


class Logged(msgspec.Struct, frozen=True):
    """Where the customer stands now, and the activity that was written."""

    entry: EntryView
    activity_id: UUID


async def log(uow: UnitOfWork, me: Principal, entry_id: UUID, said: Outcome) -> Logged:
    """By the caller who has the customer; `contact_id` is with whom was spoken at a firm."""
    entry, row = await _in_hand(uow, me, entry_id)
    known = (await rules(uow, me)).get(said.outcome)
    if known is None:
        raise Invalid(fields={"outcome": _("Choose one of those shown.")})
    if said.call_at is not None and said.call_at.tzinfo is None:
        raise Invalid(fields={"call_at": _("A time needs its offset, such as +01:00 or Z.")})
    activity = await _write(uow, me, entry, said, known.label)
    attempts = row["attempts"] + 1
    again = _again(known.rule, attempts, said.call_at)
    state = "later" if again else "done"
    await uow.execute(_SETTLE, me.tenant_id, entry_id, state, said.outcome, attempts, again)
    await uow.execute(_DEED, me.tenant_id, entry_id, activity)
    if said.outcome == DO_NOT_CALL:
        await _respect(uow, me, entry, said.contact_id)
    return Logged(await shown(uow, me, entry_id), activity)


async def skip(uow: UnitOfWork, me: Principal, entry_id: UUID) -> EntryView:
    """Not to be called; nothing is logged."""
    await _in_hand(uow, me, entry_id)
    await uow.execute(_MOVE, me.tenant_id, entry_id, "skipped")
    return await shown(uow, me, entry_id)


async def give_back(uow: UnitOfWork, me: Principal, entry_id: UUID) -> EntryView:
    """Somebody else may call."""
    _entry, row = await _in_hand(uow, me, entry_id)
    state = "later" if row["next_call_at"] else "waiting"
    await uow.execute(_MOVE, me.tenant_id, entry_id, state)
    return await shown(uow, me, entry_id)


async def call_again(uow: UnitOfWork, me: Principal, entry_id: UUID) -> EntryView:
    """Whoever was done with or skipped waits once more; for whoever may change the list."""
    entry = await entry_of(uow, me, entry_id)
    demand_worker(me)
    await Worklists(uow, me).changeable(entry.worklist["id"])
    row = await uow.fetchrow(_HOLD, me.tenant_id, entry_id)
    if row is None or row["state"] not in {"done", "skipped"}:
        raise Conflict(_("This customer waits already."))
    await uow.execute(_MOVE, me.tenant_id, entry_id, "waiting")
    return await shown(uow, me, entry_id)


async def _in_hand(uow: UnitOfWork, me: Principal, entry_id: UUID) -> tuple[Entry, Any]:
    """The entry, held, if this caller has it."""
    entry = await entry_of(uow, me, entry_id)
    demand_worker(me)
    row = await uow.fetchrow(_HOLD, me.tenant_id, entry_id)
    if row is None or row["state"] != "called" or row["caller_id"] != me.member_id:
        raise Conflict(_("You do not have this customer in hand any more. Take the next one."))
    return entry, row


async def _write(uow: UnitOfWork, me: Principal, entry: Entry, said: Outcome, label: str) -> UUID:
    about = [entry.record_id, *([said.contact_id] if said.contact_id else [])]
    seen = await demand_visible(uow, me, about)
    if said.contact_id and seen.get(said.contact_id, ("",))[0] != "contact":
        raise Invalid(fields={"contact_id": _("There is no such record to link.")})
    if entry.worklist["holds"] == "contact":
        record = await service_of("contact", uow, me).get(entry.record_id)
        firms = await demand_visible(uow, me, [UUID(str(i)) for i in record.get("companies", [])])
        about += list(firms)
    values: dict[str, Any] = {
        "kind": "call",
        "text": said.text.strip() or label,
        "call_outcome": said.outcome,
        "outcome": _MEANS.get(said.outcome),
        "links": [{"id": one} for one in dict.fromkeys(about)],
    }
    if said.next_step or said.next_at:
        values |= {"next_step": said.next_step or None, "next_at": said.next_at}
    made: UUID = (await Activities(uow, me).create(values))["id"]
    return made


async def _respect(uow: UnitOfWork, me: Principal, entry: Entry, contact: UUID | None) -> None:
    """Nobody calls this person again, by whatever list."""
    kind = entry.worklist["holds"]
    person = entry.record_id if kind == "contact" else contact
    if person is not None:
        await service_of("contact", uow, whole(me)).edit(person, {"do_not_call": True}, None)
    elif kind == "lead":
        entry_said = {"purpose": "phone", "given": False, "means": "phone"}
        await say(uow, whole(me), "lead", entry.record_id, entry_said)


def _again(rule: CallRule, attempts: int, said: datetime | None) -> datetime | None:
    """When to call next, or None where there is nothing more to do."""
    if rule.ends or (said is None and attempts >= rule.max_attempts):
        return None
    return said or clock.now() + timedelta(hours=rule.retry_hours)
