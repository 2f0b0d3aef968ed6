"""What waits for a curator stands in that member's queue."""

from crm.activities.queue.ports import Source, Waiting, add_source
from crm.knowledge.item.model import CURATES, KNOWLEDGE
from crm.knowledge.item.words import KINDS
from crm.knowledge.queue.service import captured
from kernel.i18n import lazy
from kernel.principal import Principal
from kernel.transaction import UnitOfWork


async def _load(uow: UnitOfWork, me: Principal, most: int) -> list[Waiting]:
    kinds = {choice.value: str(choice.label) for choice in KINDS}
    return [
        Waiting(
            record_type=KNOWLEDGE.name,
            record_id=one.id,
            title=one.name,
            at=one.created_at,
            about=kinds[one.kind],
        )
        for one in (await captured(uow, me))[:most]
    ]


add_source(
    Source(
        key="knowledge",
        label=lazy("Knowledge to be put in order"),
        order=80,
        load=_load,
        needs=CURATES,
    )
)
