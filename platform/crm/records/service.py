"""What can be done with records of a type; slices add their rules by overriding the hooks."""

from typing import Any
from uuid import UUID

import asyncpg

from crm.records.cleaning import Cleaner
from crm.records.duplicates.taken import CONSTRAINT, email_taken, unique_fields
from crm.records.giving import tell_owner
from crm.records.listing import Listed, Page, listed
from crm.records.narrowing import as_kept, as_seen, demand_writable
from crm.records.pointing import active_member, held, known_ids, linked
from crm.records.ports import Change
from crm.records.rates.worth import in_base
from crm.records.reading import View, fetch, view
from crm.records.scope import demand_reach
from crm.records.types import RecordType, Row
from crm.records.writing import different, fresh_row, insert_parts, update_parts
from kernel import clock
from kernel.batch import WriteBatch
from kernel.errors import Forbidden, Invalid, NotFound, Stale
from kernel.i18n import _
from kernel.ids import uuid7
from kernel.principal import Principal
from kernel.transaction import UnitOfWork


class Records:
    """The records of one type as one principal sees them."""

    kind: RecordType

    def __init__(self, uow: UnitOfWork, principal: Principal) -> None:
        self.uow = uow
        self.principal = principal
        self.kind = as_kept(type(self).kind, principal)

    @property
    def seen(self) -> RecordType:
        """The type as the principal sees it."""
        return as_seen(self.kind, self.principal)

    async def listed(self, page: Page) -> Listed:
        """A page of what the principal sees."""
        return await listed(self.uow, self.principal, self.kind, page)

    async def get(self, record_id: UUID) -> View:
        """One record; `NotFound` for every reason not to show it."""
        return self._view(await fetch(self.uow, self.principal, self.kind, record_id))

    async def create(self, values: dict[str, Any]) -> View:
        """A new record, owned by its maker unless somebody else is named."""
        demand_writable(self.kind, self.principal, values)
        values = await self.ready(values)
        lenient = self.principal.via == "bot"
        cleaned = Cleaner(self.kind).clean(values, creating=True, lenient=lenient)
        links, titles = await linked(self.uow, self.principal, self.kind, values)
        named = await held(self.uow, self.principal, self.kind, cleaned)
        cleaned |= await in_base(self.uow, self.principal, self.kind, cleaned)
        cleaned |= await self.given_to(values.get("owner_id", self.principal.member_id))
        change = self.prepared(cleaned, links, values)
        await self.insert(change)
        return self._view({**change.row, "_links": titles, "_tags": None, "_titles": named})

    async def imagined(self, values: dict[str, Any]) -> Row:
        """What `create` would write of these values; refused where it would be."""
        cleaned = Cleaner(self.kind).clean(values, creating=True)
        await linked(self.uow, self.principal, self.kind, values)
        return cleaned | await self.given_to(values.get("owner_id", self.principal.member_id))

    async def ready(self, values: dict[str, Any]) -> dict[str, Any]:
        """Hook: what a new record needs besides, such as room, a place or a number."""
        return values

    def prepared(
        self, cleaned: dict[str, Any], links: dict[str, list[UUID]], values: dict[str, Any]
    ) -> Change:
        """A new record that is ready to be written."""
        row = fresh_row(self.kind, self.principal, uuid7(), cleaned)
        self.complete(row, values)
        return self._change("created", row, None, frozenset(cleaned), links)

    async def insert(self, change: Change) -> None:
        """Write a new record, and what follows from it."""
        batch = WriteBatch()
        insert_parts(batch, change)
        self.effects(batch, change)
        await self._send(batch, change)
        await self.after(change)
        await tell_owner(self.uow, change)

    @property
    def plain(self) -> bool:
        """Whether nothing follows from a new record but itself: many can be written as one."""
        mine = type(self)
        return mine.effects is Records.effects and mine.after is Records.after

    async def edit(self, record_id: UUID, values: dict[str, Any], version: int | None) -> View:
        """Change what is named, nothing else; `version` refuses to overwrite a newer state."""
        demand_writable(self.kind, self.principal, values)
        before = await self._held(record_id, version)
        said = {n: v for n, v in values.items() if n not in self.kind.fields or v != before[n]}
        cleaned = Cleaner(self.kind).clean(said, creating=False)
        await held(self.uow, self.principal, self.kind, cleaned)
        cleaned |= await in_base(self.uow, self.principal, self.kind, cleaned)
        links, _titles = await linked(self.uow, self.principal, self.kind, values)
        if "owner_id" in values and values["owner_id"] != before["owner_id"]:
            self._demand_transfer(before)
            cleaned |= await self.given_to(values["owner_id"])
        else:
            cleaned.pop("owner_id", None)
        row = {**before, **cleaned, "updated_at": clock.now()}
        self.complete(row, values)
        changed = different(self.kind, row, before)
        links = {name: ids for name, ids in links.items() if ids != known_ids(before, name)}
        if changed or links:
            await self._update("updated", row, before, changed, links)
        try:
            return await self.get(record_id)
        except NotFound:
            # Given away, it may be out of the giver's sight; the gift stands all the same.
            return self._view({**row, "version": before["version"] + 1})

    async def delete(self, record_id: UUID, version: int | None = None) -> None:
        """Into the recycle bin, with everything that hangs on it."""
        before = await self._held(record_id, version, "delete")
        await self._set_deleted("deleted", before, clock.now())

    async def restore(self, record_id: UUID) -> View:
        """Out of the recycle bin, as it was."""
        before = await fetch(
            self.uow, self.principal, self.kind, record_id, lock=True, deleted=True
        )
        demand_reach(self.principal, self.kind.name, "delete", before)
        self.demand_change(before)
        await self._set_deleted("restored", before, None)
        return await self.get(record_id)

    async def rewrite(self, action: str, held: Row, values: dict[str, Any]) -> None:
        """Give a row that is held these values, by a rule of the engine's own."""
        row = {**held, **values, "updated_at": clock.now()}
        self.complete(row, values)
        changed = different(self.kind, row, held)
        await self._update(action, row, held, changed, {})

    async def take_back(
        self, now: Row, columns: dict[str, Any] | None, links: dict[str, list[UUID]]
    ) -> None:
        """Give a row that is held what it had; `columns` None says that it was not there."""
        if columns is None:
            if now["deleted_at"] is None:
                await self._set_deleted("deleted", now, clock.now())
            return
        was = {name: value for name, value in columns.items() if now[name] != value}
        moment = was.pop("deleted_at", now["deleted_at"])
        if moment is None and now["deleted_at"] is not None:
            await self._set_deleted("restored", now, None)
            now = await self._held(now["id"], None)
        if was or links:
            row = {**now, **was, "updated_at": clock.now()}
            await self._update("updated", row, now, frozenset(was), links)
        if moment is not None and now["deleted_at"] is None:
            await self._set_deleted("deleted", await self._held(now["id"], None), moment)

    def complete(self, row: dict[str, Any], _values: dict[str, Any], /) -> None:
        """Hook: fill what follows from other fields, and refuse what does not fit together."""

    def effects(self, batch: WriteBatch, change: Change) -> None:
        """Hook: parts for other rows, in the same statement."""

    async def after(self, change: Change) -> None:
        """Hook: what must see the write, in the same transaction."""

    def demand_change(self, row: Row) -> None:
        """Hook: raise `Forbidden` for a row that is visible but not the principal's to change."""
        own = self.principal.scope == "own"
        if self.kind.seen_by == "all" and own and row["owner_id"] != self.principal.member_id:
            raise Forbidden

    async def changeable(self, record_id: UUID, action: str = "edit") -> Row:
        """The row, locked, if the principal may see and change it: for what hangs on it."""
        return await self._held(record_id, None, action)

    async def editable(self, record_id: UUID) -> View:
        """One record for a form: `Forbidden` where the principal sees it and may not change it."""
        row = await fetch(self.uow, self.principal, self.kind, record_id)
        demand_reach(self.principal, self.kind.name, "edit", row)
        self.demand_change(row)
        return self._view(row)

    def _view(self, row: Row) -> View:
        return view(self.principal, self.kind, row)

    async def _held(self, record_id: UUID, version: int | None, action: str = "edit") -> Row:
        row = await fetch(self.uow, self.principal, self.kind, record_id, lock=True)
        demand_reach(self.principal, self.kind.name, action, row)
        self.demand_change(row)
        if version is not None and row["version"] != version:
            raise Stale
        return row

    async def _set_deleted(self, action: str, before: Row, moment: Any) -> None:
        row = {**before, "deleted_at": moment, "updated_at": clock.now()}
        await self._update(action, row, before, frozenset({"deleted_at"}), {})

    async def _update(
        self,
        action: str,
        row: dict[str, Any],
        before: Row,
        changed: frozenset[str],
        links: dict[str, list[UUID]],
        reason: str = "",
    ) -> None:
        change = self._change(action, row, before, changed, links, reason)
        batch = WriteBatch()
        update_parts(batch, change, version=before["version"])
        self.effects(batch, change)
        if await self._send(batch, change) is None:
            raise Stale
        await self.after(change)
        await tell_owner(self.uow, change)

    async def _send(self, batch: WriteBatch, change: Change) -> Any:
        """Write; an address that somebody has already is refused with as much as one may know."""
        if not self._may_collide(change):
            return await batch.run(self.uow)
        try:
            async with self.uow.savepoint():
                return await batch.run(self.uow)
        except asyncpg.UniqueViolationError as error:
            if error.constraint_name != CONSTRAINT:
                raise
        raise await email_taken(self.uow, self.principal, self.kind, change.row)

    def _may_collide(self, change: Change) -> bool:
        """Whether addresses are written that only one record may have."""
        if change.row["deleted_at"] is not None:
            return False
        names = unique_fields(self.kind)
        written = names & change.changed or "deleted_at" in change.changed
        return bool(written) and any(change.row[name] for name in names)

    def _change(
        self,
        action: str,
        row: Row,
        before: Row | None,
        changed: frozenset[str],
        links: dict[str, list[UUID]],
        reason: str = "",
    ) -> Change:
        return Change(
            principal=self.principal,
            kind=self.kind,
            record_id=row["id"],
            action=action,
            row=row,
            before=before,
            changed=changed,
            links=links,
            reason=reason,
        )

    def _demand_transfer(self, row: Row) -> None:
        if self.principal.may(f"{self.kind.name}:transfer"):
            demand_reach(self.principal, self.kind.name, "transfer", row)

    async def given_to(self, member_id: UUID | None) -> dict[str, Any]:
        """Owner and team of a record that is given to that member; refused to who may not."""
        me = self.principal
        if member_id == me.member_id:
            return {"owner_id": me.member_id, "team_id": me.team_id}
        if not (me.may(f"{self.kind.name}:transfer") or self.kind.name == "task"):
            raise Forbidden
        if member_id is None:
            return {"owner_id": None, "team_id": None}
        row = await active_member(self.uow, member_id)
        if row is None:
            raise Invalid(fields={"owner_id": _("There is no such member.")})
        return {"owner_id": member_id, "team_id": row["team_id"]}


SERVICES: dict[str, type[Records]] = {}


def serve(service: type[Records]) -> type[Records]:
    """Class decorator: this service is the one for its record type."""
    SERVICES[service.kind.name] = service
    return service


def service_of(name: str, uow: UnitOfWork, principal: Principal) -> Records:
    """The service of a record type by its name; `NotFound` for an unknown one."""
    service = SERVICES.get(name)
    if service is None:
        raise NotFound
    return service(uow, principal)
