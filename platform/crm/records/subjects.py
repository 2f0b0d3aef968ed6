"""Record types as roles speak of them: their fields, and what somebody would see of them."""

from crm.records.listing import Page
from crm.records.narrowing import as_seen, fixed_fields
from crm.records.pages.presenting import presentation_of
from crm.records.pages.showing import Show
from crm.records.people import people
from crm.records.service import service_of
from crm.records.types import RecordType, record_types
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.access.subjects import Option, Sample, Subject, on_subject

SHOWN = 3
# What still is of its kind when most of it is dots.
_TEXTS = frozenset({"text", "long_text", "url", "identities"})


def offer() -> None:
    """For every declared type."""
    for kind in record_types():
        _offer(kind)


def _offer(kind: RecordType) -> None:
    async def fields(_uow: UnitOfWork) -> list[Option]:
        fixed = fixed_fields(kind)
        return [
            *(
                Option(name, str(field.label), name in fixed, maskable=field.kind in _TEXTS)
                for name, field in kind.fields.items()
            ),
            *(
                Option(name, str(relation.label), name in fixed, maskable=False)
                for name, relation in kind.relations.items()
            ),
        ]

    async def sample(uow: UnitOfWork, principal: Principal) -> Sample:
        show = Show(await people(uow))
        found = await service_of(kind.name, uow, principal).listed(Page(limit=SHOWN))
        seen = as_seen(kind, principal)
        shown = presentation_of(seen)
        records = [
            [("", record["title"]), *show.facts(seen, shown.columns, record)]
            for record in found.items
        ]
        return Sample(show.total(found.total), records)

    on_subject(Subject(kind.name, kind.label_plural, fields, sample))
