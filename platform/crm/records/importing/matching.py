"""Which records a file's lines mean, among those that its importer sees."""

from collections import defaultdict
from collections.abc import Iterable
from urllib.parse import urlsplit
from uuid import UUID

from crm.records.reading import selected
from crm.records.scope import ANY, visible
from crm.records.shape.values import unfolded
from crm.records.types import RecordType, Row, record_types
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

Found = dict[str, list[UUID]]

_TAKEN = """
SELECT i.value, i.record_id FROM identity i
WHERE i.tenant_id = $1 AND i.kind = 'email' AND i.live AND i.value = ANY($2)
"""
_IN_BATCH = """
SELECT DISTINCT i.record_id FROM before_image i
WHERE i.tenant_id = $1 AND i.record_id = ANY($2) AND i.batch_id = $3
"""
_MEMBERS = """
SELECT m.id, lower(coalesce(nullif(m.name, ''), p.name)) AS name, lower(p.email) AS email
FROM membership m JOIN person p ON p.id = m.person_id
WHERE m.tenant_id = $1 AND m.status = 'active'
"""


class Finder:
    """Looks for many at once; each answer has every record that fits."""

    def __init__(self, uow: UnitOfWork, principal: Principal) -> None:
        self.uow, self.principal = uow, principal

    async def by_identity(self, kind: RecordType, identity: str, values: Iterable[str]) -> Found:
        """Live records of a type by an address in its normalised form."""
        args = Args(self.principal.tenant_id, identity, sorted(set(values)))
        scope = visible(self.principal, args, "a", of=kind)
        return await self._found(
            f"SELECT i.value AS key, a.id FROM identity i "
            f"JOIN {kind.table} a ON a.tenant_id = $1 AND a.id = i.record_id "
            f"WHERE i.tenant_id = $1 AND i.kind = $2 AND i.value = ANY($3) AND i.live "
            f"AND a.deleted_at IS NULL AND {scope} ORDER BY a.id",
            args,
        )

    async def by_title(self, types: list[str], titles: Iterable[str]) -> Found:
        """Records by their names, the oldest first."""
        args = Args(self.principal.tenant_id, types, sorted(set(titles)))
        scope = visible(self.principal, args, "r", of=ANY)
        return await self._found(
            f"SELECT r.title AS key, r.id FROM record r "
            f"WHERE r.tenant_id = $1 AND r.type = ANY($2) AND r.title = ANY($3) "
            f"AND r.deleted_at IS NULL AND {scope} ORDER BY r.id",
            args,
        )

    async def by_site(self, kind: RecordType, field: str, sites: Iterable[str]) -> Found:
        """Records by the domain of their website."""
        hosts = {spelling: host(site) for site in sites for spelling in spellings(host(site))}
        args = Args(self.principal.tenant_id, sorted(hosts))
        scope = visible(self.principal, args, "a", of=kind)
        found = await self._found(
            f"SELECT a.{field} AS key, a.id FROM {kind.table} a "
            f"WHERE a.tenant_id = $1 AND a.{field} = ANY($2) AND a.deleted_at IS NULL "
            f"AND {scope} ORDER BY a.id",
            args,
        )
        by_host: Found = defaultdict(list)
        for site, ids in found.items():
            by_host[hosts[site]].extend(ids)
        return by_host

    async def by_address(self, addresses: Iterable[str]) -> Found:
        """Records of any type by a mail address."""
        found: Found = defaultdict(list)
        wanted = list(addresses)
        for kind in record_types():
            for field in kind.identity_fields.values():
                if field.identity in {"email", "mailbox"}:
                    for key, ids in (await self.by_identity(kind, field.identity, wanted)).items():
                        found[key].extend(ids)
        return found

    async def rows(self, kind: RecordType, ids: list[UUID]) -> dict[UUID, Row]:
        """The records themselves, those that are seen."""
        if not ids:
            return {}
        args = Args(self.principal.tenant_id, ids)
        columns = selected(kind, args, "a", self.principal.tenant_id)
        scope = visible(self.principal, args, "a", of=kind)
        rows = await self.uow.fetch(
            f"SELECT {columns} FROM {kind.table} a WHERE a.tenant_id = $1 AND a.id = ANY($2) "
            f"AND a.deleted_at IS NULL AND {scope}",
            *args.values,
        )
        return {row["id"]: unfolded(kind, row) for row in rows}

    async def taken(self, emails: list[str]) -> dict[str, UUID]:
        """Mail addresses that belong to a record already, seen or not: each has one owner."""
        rows = await self.uow.fetch(_TAKEN, self.principal.tenant_id, emails) if emails else []
        return {row["value"]: row["record_id"] for row in rows}

    async def in_batch(self, ids: list[UUID]) -> set[UUID]:
        """Those that an earlier line of this run has written."""
        me = self.principal
        rows = await self.uow.fetch(_IN_BATCH, me.tenant_id, ids, me.batch_id) if ids else []
        return {row["record_id"] for row in rows}

    async def members(self) -> dict[str, UUID | None]:
        """Active members by mail address and by name; None for a name that several have."""
        found: dict[str, UUID | None] = {}
        rows = await self.uow.fetch(_MEMBERS, self.principal.tenant_id)
        for row in rows:
            found[row["name"]] = None if row["name"] in found else row["id"]
        return found | {row["email"]: row["id"] for row in rows}

    async def _found(self, statement: str, args: Args) -> Found:
        found: Found = defaultdict(list)
        for row in await self.uow.fetch(statement, *args.values):
            found[row["key"]].append(row["id"])
        return found


def host(site: str) -> str:
    """The domain of a web address, without its www."""
    address = site if "//" in site else f"//{site}"
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def spellings(domain: str) -> list[str]:
    """The addresses that mean no more than the domain."""
    if not domain:
        return []
    return [
        f"{scheme}://{www}{domain}{slash}"
        for scheme in ("https", "http")
        for www in ("", "www.")
        for slash in ("", "/")
    ]
