"""One made-up workspace into the database, in one transaction."""

from collections import deque
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from app.seed import values
from app.seed.accounts import enrol, open_workspace
from app.seed.agenda import Agenda
from app.seed.columns import COLUMNS
from app.seed.consents import Consents
from app.seed.errands import enqueue
from app.seed.filing import KINDS, Filer
from app.seed.groups import Groups
from app.seed.habits import Habits
from app.seed.hooks import file_webhook
from app.seed.households import households, private
from app.seed.ids import id_at
from app.seed.knowing import Knowing
from app.seed.lists import Call, Lists
from app.seed.outsiders import Outsider, enrol_outsider
from app.seed.own_fields import OwnFields
from app.seed.partnering import Partnering
from app.seed.places import Places
from app.seed.pools import Pools
from app.seed.rows import Activity, Company, Contact, Task
from app.seed.saved import save_views
from app.seed.selling import Selling
from app.seed.shelf import Shelf
from app.seed.world import Workspace
from crm.customers.company.choices import PERSON

Progress = Callable[[int], None]
_EXISTS = "SELECT TRUE FROM workspace w WHERE w.id = $1"
_SLUGS = "SELECT w.slug FROM workspace w WHERE w.slug = ANY($1::text[])"
_SLUG_TRIES = 50


class Filling:
    """Files a workspace's rows; customers come last, when it is known who was seen when."""

    def __init__(
        self, workspace: Workspace, shelf: Shelf, tags: dict[str, UUID], outsider: Outsider
    ) -> None:
        self._workspace = workspace
        self._outsider = outsider
        self._private = households(workspace)
        self._shelf = shelf
        self._tags = tags
        self._rng = workspace.random("origins")
        self._filer = Filer(workspace.id, shelf, workspace.random("events"))
        self._pools = Pools(workspace, shelf)
        self._own = OwnFields(workspace, shelf)
        self._consents = Consents(workspace, shelf)
        self._knowing = Knowing(workspace, shelf, self._filer)
        self._customers: dict[UUID, tuple[str, dict[str, Any]]] = {}
        self._last: dict[UUID, datetime] = {}
        self._calls: dict[UUID, Call] = {}
        self._next: dict[UUID, datetime] = {}
        self._said: dict[UUID, deque[tuple[UUID, datetime]]] = {}
        self._planned: dict[UUID, list[tuple[UUID, datetime]]] = {}
        self.reminders: list[tuple[UUID, datetime]] = []

    async def run(self, progress: Progress) -> None:
        """Everything, flushed as it grows; `progress` is told of each lot of activities."""
        self._own.define()
        save_views(self._workspace, self._shelf)
        file_webhook(self._workspace, self._shelf)
        Habits(self._workspace, self._shelf).run()
        for company in self._every:
            self._company(company)
        for contact in self._workspace.contacts():
            self._contact(contact)
        await self._shelf.flush()
        done = told = 0
        for activity in self._workspace.activities():
            self._activity(activity)
            done += 1
            if self._shelf.full:
                await self._shelf.flush()
                progress(done - told)
                told = done
        self._call_at_home()
        for task in self._workspace.tasks():
            self._task(task, None)
        selling = Selling(self._workspace, self._shelf, self._filer, self._said, self._planned)
        self.reminders += selling.run()
        self._knowing.run(selling.products, selling.rivals, selling.deals)
        Agenda(self._workspace, self._shelf, self._filer).run()
        lists = Lists(
            self._workspace, self._shelf, self._filer, self._last, self._next, self._calls
        )
        lists.run()
        self.reminders += lists.reminders
        partnering = Partnering(self._workspace, self._shelf, self._filer, self._outsider)
        partnering.run(self._firms, selling.deals)
        for record_id, (_name, row) in self._customers.items():
            row["last_activity_at"] = self._last.get(record_id)
            row["next_action_at"] = self._next.get(record_id)
        self._pools.open()
        for company in self._every:
            self._pools.place(company, self._customers[company.id][1])
        for name, row in self._customers.values():
            self._filer.keep(name, row)
            if name == "company":
                self._own.of_company(row)
            else:
                self._own.of_contact(row)
                self._consents.of_contact(row)
        Groups(self._workspace, self._shelf).run(self._companies)
        Places(self._workspace, self._shelf).run(self._companies)
        self._filer.count_words()
        await self._shelf.flush()
        progress(done - told)

    @property
    def _companies(self) -> list[dict[str, Any]]:
        return [row for name, row in self._customers.values() if name == "company"]

    @property
    def _every(self) -> list[Company]:
        return [*self._workspace.companies(), *(customer for customer, _call in self._private)]

    def _call_at_home(self) -> None:
        for _customer, call in self._private:
            self._activity(call)

    @property
    def _firms(self) -> list[dict[str, Any]]:
        return [row for row in self._companies if row["kind"] != PERSON]

    def _company(self, company: Company) -> None:
        said = values.of_company(company, self._workspace.language)
        row = self._filer.file(
            "company",
            company.id,
            said if company.domain else private(said),
            owner=None if company.is_pooled else company.owner,
            by=company.owner,
            at=company.created_at,
            links={},
            tags=tuple(self._tags[tag] for tag in company.tags),
        )
        self._customers[company.id] = ("company", row)

    def _contact(self, contact: Contact) -> None:
        row = self._filer.file(
            "contact",
            contact.id,
            values.of_contact(contact, self._workspace.language),
            owner=None if contact.companies[0].is_pooled else contact.owner,
            by=contact.owner,
            at=contact.created_at,
            links={"companies": [company.id for company in contact.companies]},
            tags=tuple(self._tags[tag] for tag in contact.tags),
        )
        self._customers[contact.id] = ("contact", row)

    def _activity(self, activity: Activity) -> None:
        targets = [activity.company.id, *(contact.id for contact in activity.contacts)]
        row = self._filer.file(
            "activity",
            activity.id,
            values.of_activity(activity),
            owner=activity.author,
            by=activity.author,
            at=activity.created_at,
            links={"links": targets},
        )
        self._filer.keep("activity", row)
        self._knowing.hear(activity)
        if activity.kind == "call":
            call = Call(activity.id, activity.author.id, row["call_outcome"])
            self._calls[activity.company.id] = call
        for target in targets:
            # They come in order: the last one is the latest.
            self._last[target] = activity.happened_at
        said = self._said.setdefault(activity.company.id, deque(maxlen=4))
        said.append((activity.id, activity.happened_at))
        if activity.next_step and activity.next_at and activity.next_at > self._workspace.now:
            self._agreed(activity, activity.next_step, activity.next_at)

    def _agreed(self, activity: Activity, step: str, at: datetime) -> None:
        """What was agreed and is still to come is a task, as when the activity was logged."""
        person = activity.contacts[0] if activity.contacts else None
        made = id_at(self._rng, activity.created_at)
        self._task(
            Task(
                made, step, at, None, activity.author, activity.company, person, activity.created_at
            ),
            activity.id,
        )

    def _task(self, task: Task, origin: UUID | None) -> None:
        targets = [task.company.id, *([task.contact.id] if task.contact else [])]
        row = self._filer.file(
            "task",
            task.id,
            values.of_task(task),
            owner=task.owner,
            by=task.owner,
            at=task.created_at,
            links={"links": targets},
        )
        row["origin_id"] = origin
        if task.done_at:
            row["updated_at"] = task.done_at
        else:
            if row["remind_at"] > self._workspace.now:
                self.reminders.append((task.id, row["remind_at"]))
            else:
                row["reminded_at"] = row["remind_at"]
            self._planned.setdefault(task.company.id, []).append((task.id, task.due_at))
            for target in targets:
                self._next[target] = min(self._next.get(target, task.due_at), task.due_at)
        self._filer.keep("task", row)


async def fill(dsn: str, workspace: Workspace, password_hash: str, progress: Progress) -> int:
    """Rows copied for the workspace; 0 when it is there already."""
    connection = await asyncpg.connect(dsn)
    try:
        if await connection.fetchval(_EXISTS, workspace.id):
            progress(workspace.size.activities)
            return 0
        workspace.slug = await _free_slug(connection, workspace.slug)
        known = await enrol(connection, workspace, password_hash)
        outsider = await enrol_outsider(connection, workspace, password_hash)
        columns = COLUMNS | {kind.name: kind.columns for kind in KINDS}
        shelf = Shelf(connection, {table: columns[table] for table in COLUMNS})
        async with connection.transaction():
            tags = await open_workspace(connection, workspace, shelf, known)
            await shelf.flush()
            filling = Filling(workspace, shelf, tags, outsider)
            await filling.run(progress)
            await enqueue(connection, workspace, filling.reminders)
        return shelf.copied
    finally:
        await connection.close()


async def _free_slug(connection: Any, slug: str) -> str:
    """The slug, or with a number the one that is free: somebody may have signed up with it."""
    wanted = [slug, *(f"{slug}-{number}" for number in range(2, _SLUG_TRIES))]
    taken = {row["slug"] for row in await connection.fetch(_SLUGS, wanted)}
    return next(found for found in wanted if found not in taken)
