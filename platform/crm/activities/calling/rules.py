"""The rule of each outcome: as the workspace keeps it, else as we deliver it."""

from typing import Annotated, Final

import msgspec
from msgspec import Meta

from crm.activities.activity.model import ACTIVITY, DO_NOT_CALL
from crm.records.kinds.choices import label_of
from crm.records.narrowing import as_kept
from kernel.errors import Invalid
from kernel.i18n import _
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.audit.notes import note

_KEPT = """
SELECT r.outcome, r.ends, r.retry_hours, r.max_attempts FROM call_rule r WHERE r.tenant_id = $1
"""
_KEEP = """
INSERT INTO call_rule (tenant_id, outcome, ends, retry_hours, max_attempts)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (tenant_id, outcome) DO UPDATE SET ends = excluded.ends,
    retry_hours = excluded.retry_hours, max_attempts = excluded.max_attempts
"""
_ENDS: Final = frozenset({"interested", "reached", "not_interested", "wrong_number", DO_NOT_CALL})
_OFTEN: Final = {"call_back": 10}


class CallRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """After `retry_hours` again, `max_attempts` calls in all; where it `ends`, never."""

    outcome: Annotated[str, Meta(max_length=80)]
    ends: bool
    retry_hours: Annotated[int, Meta(ge=1, le=8760)] = 24
    max_attempts: Annotated[int, Meta(ge=1, le=50)] = 3


class RuleView(msgspec.Struct, frozen=True):
    """A rule, and its outcome by the workspace's own word for it."""

    rule: CallRule
    label: str
    color: str


async def rules(uow: UnitOfWork, me: Principal) -> dict[str, RuleView]:
    """One for each outcome that can be chosen, in their order."""
    kept = {row["outcome"]: CallRule(**row) for row in await uow.fetch(_KEPT, me.tenant_id)}
    choices = as_kept(ACTIVITY, me).fields["call_outcome"].choices
    return {
        c.value: RuleView(kept.get(c.value) or _delivered(c.value), str(c.label), c.color)
        for c in choices
        if not c.archived
    }


async def keep(uow: UnitOfWork, me: Principal, wish: CallRule) -> RuleView:
    """From now on this follows from that outcome."""
    known = await rules(uow, me)
    if wish.outcome not in known:
        raise Invalid(fields={"outcome": _("Choose one of those shown.")})
    if wish.outcome == DO_NOT_CALL and not wish.ends:
        raise Invalid(fields={"ends": _("Whoever does not want calls is not called again.")})
    said = (wish.outcome, wish.ends, wish.retry_hours, wish.max_attempts)
    await uow.execute(_KEEP, me.tenant_id, *said)
    label = known[wish.outcome].label
    await note(uow, me, "call_rule", me.tenant_id, "updated", after={"name": label})
    return RuleView(wish, label, known[wish.outcome].color)


def label_of_outcome(me: Principal, code: str | None) -> str:
    """What came of a call, by the workspace's own word for it."""
    return label_of(as_kept(ACTIVITY, me).fields["call_outcome"], code)


def _delivered(outcome: str) -> CallRule:
    ends = outcome in _ENDS
    return CallRule(outcome=outcome, ends=ends, max_attempts=_OFTEN.get(outcome, 3))
