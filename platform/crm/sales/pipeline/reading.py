"""The pipelines of a workspace; the first one is made when somebody first asks."""

from typing import Any
from uuid import UUID

import msgspec

from crm.records.people import refer
from kernel.i18n import _
from kernel.ids import derived_id
from kernel.transaction import UnitOfWork

OF_STAGE = """
SELECT s.id, CASE WHEN p.position = 0 THEN s.name ELSE p.name || ' · ' || s.name END AS name,
       s.archived_at IS NULL AND p.archived_at IS NULL AS active
FROM stage s JOIN pipeline p ON p.tenant_id = $1 AND p.id = s.pipeline_id
WHERE s.tenant_id = $1 ORDER BY s.tenant_id, p.position, p.id, s.position, s.id
"""
OF_PIPELINE = """
SELECT p.id, p.name, p.archived_at IS NULL AS active FROM pipeline p
WHERE p.tenant_id = $1 ORDER BY p.tenant_id, p.position, p.id
"""
refer("stage", OF_STAGE)
refer("pipeline", OF_PIPELINE)

_READ = """
SELECT p.id AS pipeline_id, p.name AS pipeline_name, p.position AS pipeline_position, p.regress,
       s.id, s.name, s.kind, s.position, s.probability, s.color, s.target_days, s.rot_days,
       s.needs, s.checklist, s.playbook
FROM pipeline p
LEFT JOIN stage s ON s.tenant_id = $1 AND s.pipeline_id = p.id AND s.archived_at IS NULL
WHERE p.tenant_id = $1 AND p.archived_at IS NULL
ORDER BY p.tenant_id, p.position, p.id, s.position, s.id
"""
_PIPELINE = """
INSERT INTO pipeline (tenant_id, id, name, position) VALUES ($1, $2, $3, 0)
ON CONFLICT (tenant_id, id) DO NOTHING
"""
_STAGES = """
INSERT INTO stage (tenant_id, id, pipeline_id, name, kind, position, probability, color,
                   target_days, rot_days)
SELECT $1, u.id, $2, u.name, u.kind, u.position - 1, u.probability, u.color, u.target, u.rot
FROM unnest($3::uuid[], $4::text[], $5::text[], $6::bigint[], $7::text[], $8::bigint[],
            $9::bigint[])
    WITH ORDINALITY AS u(id, name, kind, probability, color, target, rot, position)
ON CONFLICT (tenant_id, id) DO NOTHING
"""


class StageSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A stage as deals need it."""

    id: UUID
    pipeline_id: UUID
    name: str
    kind: str
    position: int
    probability: int
    color: str
    target_days: int | None
    rot_days: int | None
    needs: list[str]
    checklist: list[str]
    playbook: str


class PipelineSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A pipeline and its stages in their order."""

    id: UUID
    name: str
    position: int
    regress: bool
    stages: list[StageSeen]

    def first(self, kind: str = "open") -> StageSeen | None:
        """The first stage of that kind."""
        return next((stage for stage in self.stages if stage.kind == kind), None)


class Pipelines:
    """All that are not archived."""

    def __init__(self, items: list[PipelineSeen]) -> None:
        self.items = items
        self.stages = {stage.id: stage for p in items for stage in p.stages}
        self._by_id = {p.id: p for p in items}

    @property
    def default(self) -> PipelineSeen:
        """The one for deals that name none: the first in which a deal can be opened."""
        return next((one for one in self.items if one.first()), self.items[0])

    def get(self, pipeline_id: UUID | None) -> PipelineSeen | None:
        """One by its id."""
        return self._by_id.get(pipeline_id) if pipeline_id else None


async def pipelines(uow: UnitOfWork) -> Pipelines:
    """The workspace's pipelines; there is always one."""
    found = _read(await uow.fetch(_READ, uow.tenant_id))
    if not found:
        await _found(uow)
        found = _read(await uow.fetch(_READ, uow.tenant_id))
    return Pipelines(found)


def _read(rows: list[Any]) -> list[PipelineSeen]:
    found: dict[UUID, PipelineSeen] = {}
    for row in rows:
        seen = found.setdefault(
            row["pipeline_id"],
            PipelineSeen(
                id=row["pipeline_id"],
                name=row["pipeline_name"],
                position=row["pipeline_position"],
                regress=row["regress"],
                stages=[],
            ),
        )
        if row["id"] is not None:
            names = StageSeen.__struct_fields__
            seen.stages.append(StageSeen(**{name: row[name] for name in names}))
    return list(found.values())


async def _found(uow: UnitOfWork) -> None:
    """The same identifiers whoever is first, so that two at once make one pipeline."""
    if uow.tenant_id is None:
        raise RuntimeError("a pipeline belongs to a workspace")
    tenant, stages = uow.tenant_id, first_stages()
    pipeline = derived_id(tenant, "pipeline")
    await uow.execute(_PIPELINE, tenant, pipeline, _("Sales"))
    ids = [derived_id(tenant, f"stage {n}") for n in range(len(stages))]
    columns = [list(column) for column in zip(*stages, strict=True)]
    await uow.execute(_STAGES, tenant, pipeline, ids, *columns)


def first_stages() -> list[tuple[str, str, int, str, int | None, int | None]]:
    """Name, kind, probability, colour, target days and rot days of what everybody begins with."""
    return [
        (_("Contacted"), "open", 10, "grey", 7, 14),
        (_("Qualified"), "open", 25, "blue", 14, 14),
        (_("Quote"), "open", 50, "teal", 14, 14),
        (_("Negotiation"), "open", 75, "amber", 14, 10),
        (_("Won"), "won", 100, "green", None, None),
        (_("Lost"), "lost", 0, "red", None, None),
    ]
