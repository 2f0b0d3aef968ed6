"""Whose accounts are whose, when people of a backup meet those who are here."""

from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

from app.backup.archive import members
from app.backup.rows import Rows, text

_HERE = "SELECT p.id, p.email FROM person p WHERE p.email = ANY($1::text[]) OR p.id = ANY($2)"


class NewPeople(msgspec.Struct):
    """`ids`: from the backup's to those here. `rows`: who is not here yet."""

    ids: dict[UUID, UUID]
    rows: list[dict[str, bytes]]

    @property
    def raw_ids(self) -> set[bytes]:
        return {row["id"] for row in self.rows}


def people_by_id(
    source: Path, columns: dict[str, tuple[str, ...]], belong: set[UUID]
) -> dict[UUID, dict[str, bytes]]:
    """The rows of those who belong to the workspace."""
    found: dict[UUID, dict[str, bytes]] = {}
    for name, file in members(source):
        if name == "tables/person":
            for row in Rows(file, columns[name]):
                person = UUID(row["id"].decode())
                if person in belong:
                    found[person] = row
    return found


async def place(connection: Any, people: dict[UUID, dict[str, bytes]]) -> NewPeople:
    """By address; who changed the address since is still the same by id; the rest are new."""
    emails = {person: text(row["email"]) for person, row in people.items()}
    here = await connection.fetch(_HERE, list(emails.values()), list(people))
    by_email = {row["email"]: row["id"] for row in here}
    by_id = {row["id"] for row in here}
    placed = NewPeople({}, [])
    for person, row in people.items():
        known = by_email.get(emails[person]) or (person if person in by_id else None)
        placed.ids[person] = known or person
        if known is None:
            placed.rows.append(row)
    return placed
