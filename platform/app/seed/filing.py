"""A made-up record becomes what the product would have written for it, in every table."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from random import Random
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy.dialects.postgresql import JSONB

from app.seed.ids import id_at
from app.seed.rows import Member
from app.seed.shelf import Shelf
from crm.activities.activity.model import ACTIVITY
from crm.activities.appointment.model import APPOINTMENT
from crm.activities.task.model import TASK
from crm.catalogue.product.model import PRODUCT
from crm.customers.company.model import COMPANY
from crm.customers.contact.model import CONTACT
from crm.customers.worklist.model import WORKLIST
from crm.knowledge.item.model import KNOWLEDGE
from crm.records.identities import normalised
from crm.records.types import RecordType
from crm.sales.competitor.model import COMPETITOR
from crm.sales.deal.model import DEAL
from crm.sales.lead.model import LEAD
from crm.sales.registration.model import REGISTRATION
from kernel.ids import uuid7
from search.indexing import MAX_SMALL, Text, parts_of, text_hash
from search.text.sounds import sound_of
from search.text.tokens import TOKENISER_VERSION, weight_of

KINDS = (
    *(COMPANY, CONTACT, ACTIVITY, TASK, APPOINTMENT, PRODUCT, COMPETITOR, DEAL, LEAD),
    *(WORKLIST, REGISTRATION, KNOWLEDGE),
)


def as_json(value: Any) -> str:
    """The text of a jsonb value."""
    return msgspec.json.encode(value).decode()


class Statistics:
    """How common each word is in the workspace, counted while its records are filed."""

    def __init__(self) -> None:
        self.chunks = 0
        self.length = 0
        self.terms: Counter[str] = Counter()


class Kind:
    """A record type with its row as it is before anybody fills it in."""

    def __init__(self, type_: RecordType) -> None:
        self.type = type_
        columns = type_.model.__table__.c
        self.blank: dict[str, Any] = dict.fromkeys(self.type.columns)
        self.blank |= {"version": 1} | {name: [] for name in self.type.identity_fields}
        for field in self.type.fields.values():
            default = columns[field.name].server_default
            if field.kind == "choice" and default is not None:
                self.blank[field.name] = default.arg
            elif field.kind == "yes_no" and default is not None:
                self.blank[field.name] = default.arg == "true"
            elif field.kind in {"multi_choice", "members"}:
                self.blank[field.name] = []
        self.json = tuple(
            place
            for place, name in enumerate(self.type.columns)
            if isinstance(columns[name].type, JSONB)
        )
        self.fields = frozenset(self.type.fields)

    def values(self, row: dict[str, Any]) -> tuple[Any, ...]:
        """The row in the order of its columns, jsonb as text."""
        values = [row[name] for name in self.type.columns]
        for place in self.json:
            if values[place] is not None:
                values[place] = as_json(values[place])
        return tuple(values)


class Filer:
    """Files the records of one workspace on its shelf."""

    def __init__(self, tenant_id: UUID, shelf: Shelf, rng: Random) -> None:
        self.statistics = Statistics()
        self._tenant_id = tenant_id
        self._shelf = shelf
        self._rng = rng
        self._kinds = {kind.name: Kind(kind) for kind in KINDS}
        self._via = "web"

    @contextmanager
    def by_way_of(self, via: str) -> Iterator[None]:
        """What is filed meanwhile came in by another way than the pages."""
        self._via = via
        yield
        self._via = "web"

    def file(
        self,
        name: str,
        record_id: UUID,
        values: dict[str, Any],
        *,
        owner: Member | None,
        by: Member,
        at: datetime,
        links: dict[str, list[UUID]],
        tags: tuple[UUID, ...] = (),
    ) -> dict[str, Any]:
        """Anchor, links, identities, tags, event and index; the row itself is `keep`'s."""
        kind, tenant, rows = self._kinds[name], self._tenant_id, self._shelf.rows
        owner_id, team_id = (owner.id, owner.team_id) if owner else (None, None)
        said = {field: value for field, value in values.items() if field in kind.fields}
        row = kind.blank | said
        row |= {
            "tenant_id": tenant,
            "id": record_id,
            "owner_id": owner_id,
            "team_id": team_id,
            "created_at": at,
            "created_by": by.id,
            "updated_at": at,
        }
        title = kind.type.title(row)
        rows["record"].append((tenant, record_id, name, title, owner_id, team_id))
        for relation, targets in links.items():
            for place, target in enumerate(targets, 1):
                rows["link"].append((tenant, record_id, relation, target, place))
        for field_name, field in kind.type.identity_fields.items():
            for entry in row[field_name]:
                found = normalised(field.identity, entry["value"])
                rows["identity"].append((tenant, record_id, field.identity, found))
        for tag in tags:
            rows["tagging"].append((tenant, record_id, tag))
        self._event(name, record_id, by, at, said | links)
        self._index(Text(
            record_id=record_id,
            record_type=name,
            title=title,
            text=kind.type.text(row),
            owner_id=owner_id,
            team_id=team_id,
        ))  # fmt: skip
        return row

    def keep(self, name: str, row: dict[str, Any]) -> None:
        """Put the row of a filed record on the shelf."""
        self._shelf.rows[name].append(self._kinds[name].values(row))

    def count_words(self) -> None:
        """Put the statistics of the words on the shelf."""
        tenant, known = self._tenant_id, self.statistics
        self._shelf.rows["term_stats"] += [(tenant, term, df) for term, df in known.terms.items()]
        pairs = [term for term in known.terms if weight_of(term) < 1]
        self._shelf.rows["term_sound"] += [(tenant, sound_of(pair), pair) for pair in pairs]
        self._shelf.rows["search_totals"].append((tenant, known.chunks, known.length))

    def _event(
        self, name: str, record_id: UUID, by: Member, at: datetime, after: dict[str, Any]
    ) -> None:
        self._shelf.rows["event"].append(
            (
                self._tenant_id,
                id_at(self._rng, at),
                name,
                record_id,
                "created",
                by.id,
                by.person.name,
                self._via,
                as_json(after),
                at,
            )
        )

    def _index(self, text: Text) -> None:
        tenant, rows, known = self._tenant_id, self._shelf.rows, self.statistics
        for part in parts_of(text):
            length = part.length
            rows["chunk"].append(
                (
                    tenant,
                    uuid7(),
                    part.n,
                    text.record_id,
                    text.record_type,
                    part.place,
                    text.owner_id,
                    text.team_id,
                    text.title,
                    part.text,
                    length,
                    TOKENISER_VERSION,
                    list(part.counts),
                    text_hash(text.title, part.text),
                )
            )
            n = part.n
            rows["search_term"] += [
                (term, n, min(tf, MAX_SMALL), length, tenant) for term, tf in part.counts.items()
            ]
            known.chunks += 1
            known.length += length
            known.terms.update(part.counts.keys())
