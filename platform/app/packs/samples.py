"""Made-up customers to try a pack on: one batch, so that one click takes them back."""

from datetime import timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from app.packs.shelf import Pack, Sample
from crm.customers.company.model import COMPANY
from crm.records.fields import Field
from crm.records.narrowing import as_seen
from crm.records.service import service_of
from crm.records.types import RecordType
from crm.records.undo.recording import recorded
from crm.records.undo.service import Changes, undo
from crm.sales.deal.model import DEAL
from crm.sales.pipeline.reading import PipelineSeen, pipelines
from kernel import clock
from kernel.errors import Conflict, Forbidden
from kernel.formats import local
from kernel.i18n import _, current_language, spoken
from kernel.money import from_decimal
from kernel.principal import Principal
from kernel.transaction import UnitOfWork

KIND: Final = "sample"
# Longer than the week of other changes: whoever tries it out takes their time.
KEPT: Final = timedelta(days=365)
_THERE: Final = """
SELECT b.id FROM batch b
WHERE b.tenant_id = $1 AND b.kind = $2 AND b.undone_at IS NULL AND b.undoable_until > $3
ORDER BY b.tenant_id, b.created_at DESC, b.id DESC LIMIT 1
"""


async def samples_of(uow: UnitOfWork) -> UUID | None:
    """The batch of the sample records that are there now."""
    found: UUID | None = await uow.fetchval(_THERE, uow.tenant_id, KIND, clock.now())
    return found


async def demand_none(uow: UnitOfWork, principal: Principal) -> None:
    """Raise unless the principal may make such records, and none are there."""
    if not all(principal.may(f"{k}:create") for k in ("company", "contact", "deal", "activity")):
        raise Forbidden
    if await samples_of(uow) is not None:
        raise Conflict(_("There are sample records already. Remove them first."))


async def remove(uow: UnitOfWork, principal: Principal) -> Changes | None:
    """Take the sample records back, if there are any; what somebody has changed since stays."""
    there = await samples_of(uow)
    return await undo(uow, principal, there) if there is not None else None


async def fill(uow: UnitOfWork, principal: Principal, pack: Pack, pipeline_id: UUID) -> UUID:
    """The samples in the language of whoever takes them."""
    pipeline = (await pipelines(uow)).get(pipeline_id) or (await pipelines(uow)).default
    label = str(spoken(pack.name))
    async with recorded(uow, principal, KIND, "company", label, keep=KEPT) as batch:
        for sample in pack.samples[current_language()]:
            await _customer(uow, batch.principal, sample, pipeline)
    return batch.id


async def _customer(uow: UnitOfWork, me: Principal, sample: Sample, pipeline: PipelineSeen) -> None:
    now, today = clock.now(), local(clock.now()).date()
    company = await service_of("company", uow, me).create(
        {
            "name": sample.company,
            "kind": "person" if sample.person else "company",
            "city": sample.city,
            "level": sample.level,
            "industry": _value(as_seen(COMPANY, me).fields["industry"], sample.industry),
        }
    )
    contact = await service_of("contact", uow, me).create(
        {
            "name": sample.contact,
            "job_title": sample.job,
            "role": sample.part,
            "companies": [company["id"]],
        }
    )
    amount = from_decimal(Decimal(sample.amount), me.currency)
    stages = [stage for stage in pipeline.stages if stage.kind == "open"]
    stage = stages[min(sample.stage, len(stages) - 1)]
    deal = await service_of("deal", uow, me).create(
        {
            "name": sample.deal,
            "amount": {"amount_minor": amount.amount_minor, "currency": amount.currency},
            "stage_id": stage.id,
            "expected_close": today + timedelta(days=sample.close),
            "companies": [company["id"]],
            "contacts": [contact["id"]],
            **_own(as_seen(DEAL, me), sample.custom),
        }
    )
    made = {"company": company, "contact": contact, "deal": deal}
    links = [{"type": name, "id": record["id"]} for name, record in made.items()]
    await service_of("activity", uow, me).create(
        {
            "kind": sample.kind,
            "text": sample.said,
            "happened_at": now - timedelta(days=sample.ago),
            "next_step": sample.next,
            "next_at": now + timedelta(days=sample.due, hours=1),
            "links": links,
        }
    )


def _own(kind: RecordType, said: dict[str, Any]) -> dict[str, Any]:
    """The values of own fields, which are named by their labels."""
    by_label = {str(field.label): field for field in kind.fields.values() if field.custom}
    return {
        by_label[label].name: _value(by_label[label], value)
        for label, value in said.items()
        if label in by_label
    }


def _value(field: Field, label: Any) -> Any:
    """What a record holds for a word of a list; anything else as it is."""
    return next((c.value for c in field.choices if str(c.label) == label), label)
