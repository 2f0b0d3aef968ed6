"""What can be done with records of a type; slices add their rules by overriding the hooks."""

from typing import Any
from uuid import UUID

from crm.records.cleaning import Cleaner, related_ids
from crm.records.giving import tell_owner
from crm.records.listing import Listed, Page, listed
from crm.records.narrowing import as_kept, as_seen
from crm.records.ports import Change
from crm.records.rates.worth import in_base
from crm.records.reading import View, demand_visible, fetch, view
from crm.records.types import RecordType, Row
from crm.records.writing import fresh_row, insert_parts, update_parts
from kernel import clock
from kernel.batch import WriteBatch
from kernel.errors import Forbidden, Invalid, NotFound, Stale
from kernel.i18n import _
from kernel.ids import uuid7
from kernel.principal import Principal
from kernel.transaction import UnitOfWork

_MEMBER = "SELECT team_id FROM membership WHERE tenant_id = $1 AND id = $2 AND status = 'active'"


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
        lenient = self.principal.via == "bot"
        cleaned = Cleaner(self.kind).clean(values, creating=True, lenient=lenient)
        links, titles = await self._links(values)
        named = await self._pointed_at(cleaned)
        cleaned |= await in_base(self.uow, self.principal, self.kind, cleaned)
        cleaned |= await self._owner(values.get("owner_id", self.principal.member_id))
        row = fresh_row(self.kind, self.principal, uuid7(), cleaned)
        self.complete(row, values)
        change = self._change("created", row, None, frozenset(cleaned), links)
        batch = WriteBatch()
        insert_parts(batch, change)
        self.effects(batch, change)
        await batch.run(self.uow)
        await self.after(change)
        await tell_owner(self.uow, change)
        return self._view({**row, "_links": titles, "_tags": None, "_titles": named})

    async def edit(self, record_id: UUID, values: dict[str, Any], version: int | None) -> View:
        """Change what is named, nothing else; `version` refuses to overwrite a newer state."""
        before = await self._held(record_id, version)
        said = {n: v for n, v in values.items() if n not in self.kind.fields or v != before[n]}
        cleaned = Cleaner(self.kind).clean(said, creating=False)
        await self._pointed_at(cleaned)
        cleaned |= await in_base(self.uow, self.principal, self.kind, cleaned)
        links, _titles = await self._links(values)
        if "owner_id" in values and values["owner_id"] != before["owner_id"]:
            cleaned |= await self._owner(values["owner_id"])
        else:
            cleaned.pop("owner_id", None)
        row = {**before, **cleaned, "updated_at": clock.now()}
        self.complete(row, values)
        names = {*self.kind.columns, *(field.name for field in self.kind.custom)} - {"updated_at"}
        changed = frozenset(name for name in names if row[name] != before[name])
        links = {name: ids for name, ids in links.items() if ids != _ids(before, name)}
        if changed or links:
            await self._update("updated", row, before, changed, links)
        try:
            return await self.get(record_id)
        except NotFound:
            # Given away, it may be out of the giver's sight; the gift stands all the same.
            return self._view({**row, "version": before["version"] + 1})

    async def delete(self, record_id: UUID, version: int | None = None) -> None:
        """Into the recycle bin, with everything that hangs on it."""
        before = await self._held(record_id, version)
        await self._set_deleted("deleted", before, clock.now())

    async def restore(self, record_id: UUID) -> View:
        """Out of the recycle bin, as it was."""
        before = await fetch(
            self.uow, self.principal, self.kind, record_id, lock=True, deleted=True
        )
        self.demand_change(before)
        await self._set_deleted("restored", before, None)
        return await self.get(record_id)

    def complete(self, row: dict[str, Any], _values: dict[str, Any], /) -> None:
        """Hook: fill what follows from other fields, and refuse what does not fit together."""

    def effects(self, batch: WriteBatch, change: Change) -> None:
        """Hook: parts for other rows, in the same statement."""

    async def after(self, change: Change) -> None:
        """Hook: what must see the write, in the same transaction."""

    def demand_change(self, row: Row) -> None:
        """Hook: raise `Forbidden` for a row that is visible but not the principal's to change."""

    async def changeable(self, record_id: UUID) -> Row:
        """The row, locked, if the principal may see and change it: for what hangs on it."""
        return await self._held(record_id, None)

    def _view(self, row: Row) -> View:
        return view(self.seen, row)

    async def _held(self, record_id: UUID, version: int | None) -> Row:
        row = await fetch(self.uow, self.principal, self.kind, record_id, lock=True)
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
    ) -> None:
        change = self._change(action, row, before, changed, links)
        batch = WriteBatch()
        update_parts(batch, change, version=before["version"])
        self.effects(batch, change)
        if await batch.run(self.uow) is None:
            raise Stale
        await self.after(change)
        await tell_owner(self.uow, change)

    def _change(
        self,
        action: str,
        row: Row,
        before: Row | None,
        changed: frozenset[str],
        links: dict[str, list[UUID]],
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
        )

    async def _owner(self, member_id: UUID | None) -> dict[str, Any]:
        me = self.principal
        if member_id == me.member_id:
            return {"owner_id": me.member_id, "team_id": me.team_id}
        if not me.may(f"{self.kind.name}:transfer") and self.kind.name != "task":
            raise Forbidden
        if member_id is None:
            return {"owner_id": None, "team_id": None}
        row = await self.uow.fetchrow(_MEMBER, me.tenant_id, member_id)
        if row is None:
            raise Invalid(fields={"owner_id": _("There is no such member.")})
        return {"owner_id": member_id, "team_id": row["team_id"]}

    async def _links(
        self, values: dict[str, Any]
    ) -> tuple[dict[str, list[UUID]], list[tuple[str, UUID, str, str]]]:
        wanted = {
            name: related_ids(self.kind, name, values[name])
            for name in self.kind.relations
            if name in values
        }
        everyone = list({record_id for ids in wanted.values() for record_id in ids})
        found = await demand_visible(self.uow, self.principal, everyone)
        titles = []
        for name, ids in wanted.items():
            target = self.kind.relations[name].target
            for record_id in ids:
                kind, title = found.get(record_id, ("", ""))
                if not kind or (target and kind != target):
                    raise Invalid(fields={name: _("There is no such record to link.")})
                titles.append((name, record_id, kind, title))
        return wanted, titles

    async def _pointed_at(self, values: dict[str, Any]) -> dict[str, str]:
        """The titles of the records that fields hold; raises `Invalid` for what is not there."""
        fields = self.kind.fields
        held = {n: v for n, v in values.items() if v is not None and n in fields}
        records = {n: v for n, v in held.items() if fields[n].kind == "record"}
        members = {n: v for n, v in held.items() if fields[n].kind == "member" and n != "owner_id"}
        found = await demand_visible(self.uow, self.principal, list(records.values()))
        for name, record_id in records.items():
            if found.get(record_id, ("", ""))[0] != fields[name].target:
                raise Invalid(fields={name: _("There is no such record to link.")})
        for name, member_id in members.items():
            if await self.uow.fetchrow(_MEMBER, self.principal.tenant_id, member_id) is None:
                raise Invalid(fields={name: _("There is no such member.")})
        return {str(record_id): title for record_id, (_type, title) in found.items()}


def _ids(row: Row, name: str) -> list[UUID]:
    return [UUID(link[1]) for link in row["_links"] or () if link[0] == name]


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
