"""The pool of a made-up firm: who had which customer, what waits, what is in danger."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from app.seed.filing import as_json
from app.seed.ids import id_at
from app.seed.rows import Company
from app.seed.shelf import Shelf
from app.seed.world import Workspace

DAY = timedelta(days=1)
DAYS, DAYS_OF_A = 60, 30
SOON = (2, 5, 9, 20)
_NAMES = {"en": "Open customers", "zh": "客户公海"}
_REASONS = {
    "en": ("No answer for months", "Moved to another region", "Budget frozen until next year"),
    "zh": ("几个月联系不上", "搬到别的区域了", "预算冻结到明年"),
}
_PROMISES = {"en": "Tender under way", "zh": "正在投标"}


class Pools:
    """One pool with its rule, and each customer's line of owners."""

    def __init__(self, workspace: Workspace, shelf: Shelf) -> None:
        self._workspace = workspace
        self._rows = shelf.rows
        self._rng = workspace.random("pools")
        self._id = self._new(workspace.created_at)
        self._soon = -1

    def open(self) -> None:
        """The pool, its administrators and the rule that fills it."""
        firm, since = self._workspace, self._workspace.created_at
        tenant = firm.id
        self._rows["pool"].append((tenant, self._id, _NAMES[firm.language], "company", since))
        self._rows["pool_member"] += [
            (tenant, self._id, member.id, True) for member in firm.members if member.role == "owner"
        ]
        wish = [{"kind": "no_follow_up", "days": DAYS, "levels": {"A": DAYS_OF_A}}]
        rule = (tenant, self._new(since), self._id, as_json(wish), 5, since)
        self._rows["reclaim_rule"].append(rule)

    def place(self, company: Company, row: dict[str, Any]) -> None:
        """A customer's owners; `row` is the company's own, with its last activity."""
        start = company.created_at
        if company.is_pooled:
            self._waits(company, start)
            return
        end = None
        if row["status"] != "customer":
            days = DAYS_OF_A if row["level"] == "A" else DAYS
            end = (row["last_activity_at"] or start) + days * DAY
            if end <= self._workspace.now + DAY:
                # Neglected, so it came from a colleague lately: its new owner still has time.
                end = self._workspace.now + self._left(company)
                self._span(company, start, end - days * DAY, "create", "transfer")
                start = end - days * DAY
        row["reclaim_at"] = end
        self._span(company, start, None, "create" if start == company.created_at else "transfer")
        if company.id.int % 11 == 3:
            self._protect(company, row)

    def _left(self, company: Company) -> timedelta:
        """Whoever looks through finds some warnings among their own."""
        late = timedelta(hours=9)
        if company.owner is not self._workspace.staff.watched:
            return (1 + company.id.int % DAYS_OF_A) * DAY + late
        self._soon += 1
        return SOON[self._soon % len(SOON)] * DAY + late

    def _waits(self, company: Company, start: datetime) -> None:
        ended = max(start, self._workspace.now - (2 + company.id.int % 30) * DAY)
        cause = "reclaim" if company.id.int % 3 else "release"
        reasons = _REASONS[self._workspace.language]
        reason = reasons[company.id.int % len(reasons)] if cause == "release" else ""
        self._span(company, start, ended, "create", cause, reason)
        self._rows["pool_entry"].append((
            self._workspace.id, self._new(ended), self._id, company.id, "company", ended, cause,
            reason, company.owner.id,
        ))  # fmt: skip

    def _span(
        self,
        company: Company,
        start: datetime,
        end: datetime | None,
        cause: str,
        end_cause: str | None = None,
        end_reason: str = "",
    ) -> None:
        self._rows["ownership_span"].append((
            self._workspace.id, self._new(start), company.id, "company", company.owner.id, start,
            end, cause, end_cause, end_reason, company.owner.id,
        ))  # fmt: skip

    def _protect(self, company: Company, row: dict[str, Any]) -> None:
        until, since = self._workspace.now + 25 * DAY, self._workspace.now - 5 * DAY
        owner, reason = company.owner.id, _PROMISES[self._workspace.language]
        self._rows["protection"].append((
            self._workspace.id, self._new(since), company.id, owner, until, owner, reason, since,
        ))  # fmt: skip
        if row["reclaim_at"] is not None:
            days = DAYS_OF_A if row["level"] == "A" else DAYS
            row["reclaim_at"] = until + days * DAY

    def _new(self, at: datetime) -> UUID:
        return id_at(self._rng, at)
