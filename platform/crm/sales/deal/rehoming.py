"""Deals that find a new stage because theirs is given up: all at once, with their spans."""

from typing import Final
from uuid import UUID

from crm.sales.deal.rank import GAP, top
from crm.sales.pipeline.reading import StageSeen, pipelines
from crm.sales.pipeline.service import Setup
from kernel import clock
from kernel.errors import Conflict, Invalid
from kernel.i18n import _

_COUNT: Final = """
SELECT count(*) FROM deal d WHERE d.tenant_id = $1 AND d.stage_id = ANY($2::uuid[])
"""
_MOVE: Final = f"""
WITH placed AS (
    SELECT d.id, $5 - {GAP} * row_number() OVER (ORDER BY d.rank DESC, d.id) AS rank
    FROM deal d WHERE d.tenant_id = $1 AND d.stage_id = ANY($2::uuid[])
), moved AS (
    UPDATE deal d SET stage_id = $3, pipeline_id = $4, rank = p.rank, stage_entered_at = $6,
        updated_at = $6, version = d.version + 1
    FROM placed p WHERE d.tenant_id = $1 AND d.id = p.id RETURNING d.id
), closed AS (
    UPDATE deal_stage_span s SET to_at = $6 FROM moved m
    WHERE s.tenant_id = $1 AND s.deal_id = m.id AND s.to_at IS NULL RETURNING s.deal_id
)
INSERT INTO deal_stage_span (tenant_id, id, deal_id, stage_id, from_at)
SELECT $1, gen_random_uuid(), c.deal_id, $3, $6 FROM closed c RETURNING id
"""


async def give_up_stage(setup: Setup, stage_id: UUID, to: UUID | None) -> None:
    """Archive a stage; its deals go to `to`."""
    row = await setup.stage(stage_id)
    await _rehome(setup, [stage_id], row["kind"], to)
    await setup.archive_stage(stage_id)


async def give_up_pipeline(setup: Setup, pipeline_id: UUID, to: UUID | None) -> None:
    """Archive a pipeline; its open deals go to `to`, its closed ones stay as they were closed."""
    seen = (await pipelines(setup.uow)).get(pipeline_id)
    stages = [s.id for s in seen.stages if s.kind == "open"] if seen else []
    await _rehome(setup, stages, "open", to, besides=pipeline_id)
    await setup.archive(pipeline_id)


async def _rehome(
    setup: Setup, given_up: list[UUID], kind: str, to: UUID | None, besides: UUID | None = None
) -> None:
    tenant = setup.principal.tenant_id
    count = await setup.uow.fetchval(_COUNT, tenant, given_up)
    if to is None:
        if count:
            raise Conflict(
                _("%(count)s deals stand there. Say to which stage they go."), count=count
            )
        return
    home: StageSeen | None = (await pipelines(setup.uow)).stages.get(to)
    if home is None or home.id in given_up or home.kind != kind or home.pipeline_id == besides:
        raise Invalid(fields={"to": _("Choose another stage of the same kind.")})
    await setup.uow.execute(_MOVE, tenant, given_up, home.id, home.pipeline_id, top(), clock.now())
