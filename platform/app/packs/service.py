"""Taking a pack: what is missing is added, what is there already is left as it is."""

from typing import Any, Final
from uuid import UUID

import msgspec

from app.packs.samples import demand_none, fill
from app.packs.shelf import Pack, Words, packs
from crm.records.options import service as options
from crm.records.shape import service as shape
from crm.records.shape.loading import load
from crm.records.shape.shape import own_list
from crm.sales.pipeline.reading import pipelines
from crm.sales.pipeline.service import Setup
from kernel import clock
from kernel.errors import NotFound
from kernel.i18n import current_language, spoken
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.audit.notes import note
from tenants.workspace.holding import hold

# Nobody has touched it: it has no deal, and no change of it is written down.
_AS_DELIVERED: Final = """
SELECT p.id FROM pipeline p WHERE p.tenant_id = $1 AND p.archived_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM deal d WHERE d.tenant_id = $1 AND d.pipeline_id = p.id)
    AND NOT EXISTS (SELECT 1 FROM event e WHERE e.tenant_id = $1 AND e.record_id = p.id)
ORDER BY p.tenant_id, p.position, p.id
"""
_NAMED: Final = """
SELECT p.id FROM pipeline p WHERE p.tenant_id = $1 AND p.name = ANY($2)
ORDER BY p.tenant_id, p.archived_at IS NOT NULL, p.position, p.id LIMIT 1
"""
_IN_FRONT: Final = """
UPDATE pipeline SET position = CASE WHEN id = $2 THEN 0 ELSE position + 1 END WHERE tenant_id = $1
"""
_TAKEN: Final = """
INSERT INTO taken_pack (tenant_id, pack, taken_at, member_id) VALUES ($1, $2, $3, $4)
ON CONFLICT (tenant_id, pack) DO UPDATE
    SET taken_at = excluded.taken_at, member_id = excluded.member_id
"""


class Added(msgspec.Struct):
    """How much a pack brought; `samples` is the batch that takes the sample records back."""

    pipelines: int
    words: int
    fields: int
    samples: UUID | None


async def taken(uow: UnitOfWork) -> set[str]:
    """The codes of the packs that the workspace has."""
    rows = await uow.fetch("SELECT t.pack FROM taken_pack t WHERE t.tenant_id = $1", uow.tenant_id)
    return {row["pack"] for row in rows}


async def take(uow: UnitOfWork, principal: Principal, code: str, *, samples: bool) -> Added:
    """Add what the pack has and the workspace has not, and the sample records if wished."""
    pack = packs().get(code)
    if pack is None:
        raise NotFound
    await hold(uow)
    if samples:
        await demand_none(uow, principal)
    pipeline, new = await _pipeline(uow, principal, pack)
    added = Added(
        pipelines=int(new),
        words=sum([await _words(uow, principal, *item) for item in _lists(pack)]),
        fields=await _fields(uow, principal, pack),
        samples=None,
    )
    if samples:
        shaped = msgspec.structs.replace(principal, shape=await load(uow, principal.tenant_id))
        added.samples = await fill(uow, shaped, pack, pipeline)
    me = principal
    await uow.execute(_TAKEN, me.tenant_id, code, clock.now(), me.member_id)
    said = {"name": str(spoken(pack.name))}
    await note(uow, principal, "pack", me.tenant_id, "created", after=said)
    return added


async def _pipeline(uow: UnitOfWork, principal: Principal, pack: Pack) -> tuple[UUID, bool]:
    """The pack's pipeline, and whether it is new; it takes the place of one that nobody used."""
    tenant = principal.tenant_id
    known = await pipelines(uow)
    delivered = {row["id"] for row in await uow.fetch(_AS_DELIVERED, tenant)}
    found = await uow.fetchval(_NAMED, tenant, list(pack.pipeline.values()))
    if found is not None and found not in delivered:
        return found, False
    setup, language = Setup(uow, principal), current_language()
    stages = [
        {**msgspec.structs.asdict(stage), "name": stage.name[language]} for stage in pack.stages
    ]
    made = await setup.found(pack.pipeline[language], stages=stages)
    if known.default.id in delivered:
        await uow.execute(_IN_FRONT, tenant, made)
    for old in delivered:
        await setup.archive(old)
    return made, True


def _lists(pack: Pack) -> list[tuple[str, list[Words]]]:
    """Leads come by the same ways as deals."""
    ways = pack.lists.get("deal_source")
    return [*pack.lists.items(), *([("lead_source", ways)] if ways else [])]


async def _words(uow: UnitOfWork, principal: Principal, name: str, wishes: list[Words]) -> int:
    """Those whose name the list has in no language, archived ones counted in."""
    kept = await options.list_called(uow, principal, name)
    known = {label for word in kept.options for label in word.labels.values()}
    new = [labels for labels in wishes if not known & set(labels.values())]
    for labels in new:
        await options.add(uow, principal, name, None, labels)
    return len(new)


async def _fields(uow: UnitOfWork, principal: Principal, pack: Pack) -> int:
    kept = await shape.fields(uow, principal)
    known = {(field.type, label) for field in kept for label in field.labels.values()}
    new = [w for w in pack.fields if not known & {(w.type, label) for label in w.label.values()}]
    for wish in new:
        said: dict[str, Any] = {"type": wish.type, "kind": wish.kind, "labels": wish.label}
        made = await shape.define(
            uow, principal, {**said, "in_form": True, "in_list": wish.in_list}
        )
        for labels in wish.choices:
            await options.add(uow, principal, own_list(made), None, labels)
    return len(new)
