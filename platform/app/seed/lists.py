"""Lists of customers in a made-up firm: one that a rep calls through, one of target accounts."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from app.seed.filing import Filer
from app.seed.ids import id_at
from app.seed.picks import pick
from app.seed.rows import Company, Member
from app.seed.shelf import Shelf
from app.seed.world import Workspace

DAY: Final = timedelta(days=1)
CALLED, SIZE, BIG = 6, 14, 10
_WORDS: Final = {
    "en": {
        "calls": "Spring campaign: customers we have not spoken to",
        "script": "Greet by name and ask how the last delivery went.\n"
        "New this spring: service contracts with a reply within four hours.\n"
        "Ask whether a visit next week suits.",
        "targets": "Key accounts this year",
        "goal": ("A yearly contract", "Second site", "Replace the competitor", "Get to the board"),
        "steps": ("Map who decides", "Visit the plant", "Present the offer"),
    },
    "zh": {
        "calls": "春季回访：久未联系的客户",
        "script": "先问候对方，了解上次交付的情况。\n"
        "今年春季新推出服务合同，四小时内响应。\n"
        "询问下周是否方便上门拜访。",
        "targets": "今年的重点客户",
        "goal": ("签年度框架合同", "拿下第二个厂区", "替换竞争对手", "见到高层"),
        "steps": ("摸清决策链", "参观工厂", "汇报方案"),
    },
}
# Of each account in turn its state, and how many of its steps are done.
_PLANS: Final = (
    *(("reached", 3), ("started", 2), ("started", 1), ("started", 1), ("started", 2)),
    *(("waiting", 0),) * (BIG - 5),
)
_AGAIN: Final = "call_back"


class Call(NamedTuple):
    """A call that was made, by whom, and what came of it."""

    id: UUID
    by: UUID
    outcome: str


class Lists:
    """Files both; `last` and `coming` are when each customer was and will be spoken to.

    `made` are the last calls to each of them.
    """

    def __init__(
        self,
        workspace: Workspace,
        shelf: Shelf,
        filer: Filer,
        last: dict[UUID, datetime],
        coming: dict[UUID, datetime],
        made: dict[UUID, Call],
    ) -> None:
        self._workspace = workspace
        self._rows = shelf.rows
        self._filer = filer
        self._last = last
        self._next = coming
        self._made = made
        self._rng = workspace.random("lists")
        self._words: dict[str, Any] = _WORDS[workspace.language]
        self.reminders: list[tuple[UUID, datetime]] = []

    def run(self) -> None:
        """The rep's own customers, the longest unspoken-to first; and the firm's dearest."""
        known = [c for c in self._workspace.companies() if not c.is_pooled]
        silent = sorted(known, key=lambda c: (self._last.get(c.id) or c.created_at, c.id))
        many = Counter(company.owner.id for company in known)
        reps = [m for m in self._workspace.staff.reps if m.role == "rep"]
        rep = max(reps, key=lambda m: many[m.id], default=None)
        if rep is None or not silent:
            return
        mine = [c for c in silent if c.owner is rep]
        called = [c for c in mine if c.id in self._made and self._made[c.id].by == rep.id][:CALLED]
        rest = [c for c in mine if c not in called][: SIZE - len(called)]
        self._calls(rep, called, rest)
        step = max(len(silent) // BIG, 1)
        self._targets(self._workspace.members[0], silent[::-step][:BIG])

    def _calls(self, rep: Member, called: list[Company], rest: list[Company]) -> None:
        begun = self._workspace.now - 3 * DAY
        values = {"name": self._words["calls"], "script": self._words["script"]}
        worklist = self._list(rep, begun, values)
        for place, company in enumerate(called):
            entry, call = id_at(self._rng, begun), self._made[company.id]
            again = self._workspace.now + (place + 1) * timedelta(hours=2)
            state, at = ("later", again) if call.outcome == _AGAIN else ("done", None)
            said = (state, None, rep.id, at, 1, call.outcome, None)
            self._entry(worklist, entry, company, rep, begun, said)
            self._deed(entry, call.id)
        for company in rest:
            self._entry(worklist, id_at(self._rng, begun), company, rep, begun)

    def _targets(self, boss: Member, companies: list[Company]) -> None:
        begun = self._workspace.now - 40 * DAY
        values = {"name": self._words["targets"], "purpose": "target", "window_days": 30}
        worklist = self._list(boss, begun, values)
        for company, (state, done) in zip(companies, _PLANS, strict=False):
            entry = id_at(self._rng, begun)
            said = (state, None, None, None, 0, None, pick(self._rng, self._words["goal"]))
            self._entry(worklist, entry, company, boss, begun, said)
            if done:
                self._plan(worklist, entry, company, done)

    def _plan(self, worklist: UUID, entry: UUID, company: Company, done: int) -> None:
        at, owner = self._workspace.now - 30 * DAY, company.owner
        for number, title in enumerate(self._words["steps"]):
            closed = number < done
            day = self._workspace.now + 9 * DAY * (number - done) + (0 if closed else 5) * DAY
            due = day.replace(hour=8, minute=0, second=0, microsecond=0)
            values: dict[str, Any] = {"title": title, "due_at": due, "remind_at": due}
            if closed:
                values |= {"status": "done", "closed_at": due}
            made, links = id_at(self._rng, at), {"links": [company.id, worklist]}
            row = self._filer.file("task", made, values, owner=owner, by=owner, at=at, links=links)
            if closed:
                row["reminded_at"] = due
            else:
                self.reminders.append((made, due))
                self._next[company.id] = min(due, self._next.get(company.id, due))
            self._filer.keep("task", row)
            self._deed(entry, made)

    def _list(self, owner: Member, at: datetime, values: dict[str, Any]) -> UUID:
        made = id_at(self._rng, at)
        row = self._filer.file("worklist", made, values, owner=owner, by=owner, at=at, links={})
        self._filer.keep("worklist", row)
        return made

    def _entry(
        self,
        worklist: UUID,
        entry: UUID,
        company: Company,
        by: Member,
        at: datetime,
        more: tuple[Any, ...] = ("waiting", None, None, None, 0, None, None),
    ) -> None:
        row = (self._workspace.id, entry, worklist, company.id, by.id, at, *more)
        self._rows["worklist_entry"].append(row)

    def _deed(self, entry: UUID, record: UUID) -> None:
        self._rows["worklist_deed"].append((self._workspace.id, entry, record))
