"""What is looked for besides words: a type, whose, about whom, with which tag, from when."""

from datetime import UTC, date, datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from crm.records.scope import ANY, visible
from kernel.errors import NotFound
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork
from search.scope import Where

_MEMBER = "SELECT TRUE FROM membership m WHERE m.tenant_id = $1 AND m.id = $2"
_TAG = "SELECT TRUE FROM tag t WHERE t.tenant_id = $1 AND t.id = $2"


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """`about` is a record with which it is linked: a customer, a person, a product, a deal.

    The days are those on which it was written down, the last one included.
    """

    type: str | None = None
    by: UUID | None = None
    about: UUID | None = None
    tag: UUID | None = None
    since: date | None = None
    until: date | None = None

    @property
    def narrows(self) -> bool:
        return self != Wanted(type=self.type)

    async def demand(self, uow: UnitOfWork, principal: Principal) -> None:
        """Raise `NotFound` for a member, record or tag that the principal does not see."""
        tenant = principal.tenant_id
        if self.by is not None and not await uow.fetchval(_MEMBER, tenant, self.by):
            raise NotFound
        if self.tag is not None and not await uow.fetchval(_TAG, tenant, self.tag):
            raise NotFound
        if self.about is not None:
            args = Args(tenant, self.about)
            scope = visible(principal, args, "r", of=ANY)
            found = await uow.fetchval(
                f"SELECT TRUE FROM record r WHERE r.tenant_id = $1 AND r.id = $2 "
                f"AND r.deleted_at IS NULL AND {scope}",
                *args.values,
            )
            if not found:
                raise NotFound

    def within(self, tenant_id: UUID, where: Where) -> Where:
        """The same rows, narrowed."""
        if not self.narrows:
            return where

        def narrowed(args: Args, alias: str) -> str:
            conditions = self._conditions(tenant_id, args, alias)
            return " AND ".join(filter(None, [*conditions, where(args, alias)]))

        return narrowed

    def _conditions(self, tenant_id: UUID, args: Args, alias: str) -> list[str]:
        found = []
        if self.by is not None:
            found.append(f"{alias}.owner_id = {args(self.by)}")
        if self.since is not None:
            found.append(f"{alias}.record_id >= {args(_first_id(self.since))}")
        if self.until is not None:
            found.append(f"{alias}.record_id < {args(_first_id(self.until + timedelta(days=1)))}")
        if self.tag is not None:
            found.append(
                f"EXISTS (SELECT 1 FROM tagging wt WHERE wt.tenant_id = {args(tenant_id)} "
                f"AND wt.record_id = {alias}.record_id AND wt.tag_id = {args(self.tag)})"
            )
        if self.about is not None:
            found.append(
                f"EXISTS (SELECT 1 FROM link wl WHERE wl.tenant_id = {args(tenant_id)} "
                f"AND wl.from_id = {alias}.record_id AND wl.to_id = {args(self.about)})"
            )
        return found


EVERYTHING: Final = Wanted()


def _first_id(day: date) -> UUID:
    """The first identifier that can have been made on that day: they begin with their moment."""
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return UUID(int=max(int(moment.timestamp() * 1000), 0) << 80)


def written_at(record_id: UUID) -> datetime:
    """When a record was made, as its identifier tells."""
    return datetime.fromtimestamp((record_id.int >> 80) / 1000, UTC)
