"""The JSON API of pipelines and stages."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar.params import FromPath, JSONBody
from msgspec import UNSET, Meta, UnsetType

from crm.records.api import API
from crm.sales.deal.rehoming import give_up_pipeline, give_up_stage
from crm.sales.pipeline.reading import PipelineSeen, pipelines
from crm.sales.pipeline.service import Setup
from kernel.http import MEMBER, Ctx, get, patch, post, put

TAGS = ["Pipelines"]
NEEDS = "settings:workspace"
_PIPELINE = f"{API}/pipelines/{{pipeline_id:uuid}}"
_STAGE = f"{API}/stages/{{stage_id:uuid}}"

Name = Annotated[str, Meta(max_length=200)]
Percent = Annotated[int, Meta(ge=0, le=100)]
Days = Annotated[int, Meta(ge=1, le=3650)]
Items = Annotated[list[Name], Meta(max_length=50)]


class PipelinesView(msgspec.Struct):
    """All that are in use, the default one first, each with its stages in order."""

    items: list[PipelineSeen]


class PipelineNew(msgspec.Struct, forbid_unknown_fields=True):
    """A pipeline; `regress` lets deals go back to earlier stages."""

    name: Name
    regress: bool = True


class PipelineEdit(msgspec.Struct, forbid_unknown_fields=True):
    """What is left out stays."""

    name: Name | UnsetType = UNSET
    regress: bool | UnsetType = UNSET


class StageNew(msgspec.Struct, forbid_unknown_fields=True):
    """A stage: `kind` is open, won or lost; `needs` and `checklist` are what lets a deal in.

    `playbook` says what to do with a deal in it.
    """

    name: Name
    kind: str = "open"
    probability: Percent = 0
    color: str = "grey"
    target_days: Days | None = None
    rot_days: Days | None = None
    needs: Items = []
    checklist: Items = []
    playbook: Annotated[str, Meta(max_length=4000)] = ""


class StageEdit(msgspec.Struct, forbid_unknown_fields=True):
    """What is left out stays."""

    name: Name | UnsetType = UNSET
    kind: str | UnsetType = UNSET
    probability: Percent | UnsetType = UNSET
    color: str | UnsetType = UNSET
    target_days: Days | UnsetType | None = UNSET
    rot_days: Days | UnsetType | None = UNSET
    needs: Items | UnsetType = UNSET
    checklist: Items | UnsetType = UNSET
    playbook: Annotated[str, Meta(max_length=4000)] | UnsetType = UNSET


class StageOrder(msgspec.Struct, forbid_unknown_fields=True):
    """Every stage of the pipeline, once, in the new order."""

    stages: Annotated[list[UUID], Meta(max_length=100)]


class GivenUp(msgspec.Struct, forbid_unknown_fields=True):
    """The stage to which the deals go."""

    to: UUID | None = None


@get(f"{API}/pipelines", needs=MEMBER, operation_id="listPipelines", tags=TAGS)
async def list_pipelines(ctx: Ctx, workspace: FromPath[str]) -> PipelinesView:
    return PipelinesView((await pipelines(ctx.uow)).items)


@post(f"{API}/pipelines", needs=NEEDS, operation_id="createPipeline", tags=TAGS)
async def create_pipeline(
    ctx: Ctx, workspace: FromPath[str], data: JSONBody[PipelineNew]
) -> PipelineSeen:
    made = await Setup(ctx.uow, ctx.principal).found(data.name, regress=data.regress)
    return await _seen(ctx, made)


@patch(_PIPELINE, needs=NEEDS, operation_id="editPipeline", tags=TAGS)
async def edit_pipeline(
    ctx: Ctx,
    workspace: FromPath[str],
    pipeline_id: FromPath[UUID],
    data: JSONBody[PipelineEdit],
) -> PipelineSeen:
    wishes = _said(data)
    setup = Setup(ctx.uow, ctx.principal)
    await setup.rename(pipeline_id, wishes.get("name"), wishes.get("regress"))
    return await _seen(ctx, pipeline_id)


@post(f"{_PIPELINE}/stages", needs=NEEDS, operation_id="addStage", tags=TAGS)
async def add_stage(
    ctx: Ctx, workspace: FromPath[str], pipeline_id: FromPath[UUID], data: JSONBody[StageNew]
) -> PipelineSeen:
    await Setup(ctx.uow, ctx.principal).add(pipeline_id, msgspec.structs.asdict(data))
    return await _seen(ctx, pipeline_id)


@put(f"{_PIPELINE}/order", needs=NEEDS, operation_id="orderStages", tags=TAGS)
async def order_stages(
    ctx: Ctx, workspace: FromPath[str], pipeline_id: FromPath[UUID], data: JSONBody[StageOrder]
) -> PipelineSeen:
    await Setup(ctx.uow, ctx.principal).order(pipeline_id, data.stages)
    return await _seen(ctx, pipeline_id)


@post(
    f"{_PIPELINE}/archival",
    needs=NEEDS,
    operation_id="archivePipeline",
    tags=TAGS,
    status_code=204,
)
async def archive_pipeline(
    ctx: Ctx,
    workspace: FromPath[str],
    pipeline_id: FromPath[UUID],
    data: JSONBody[GivenUp | None] = None,
) -> None:
    setup = Setup(ctx.uow, ctx.principal)
    await give_up_pipeline(setup, pipeline_id, data.to if data else None)


@patch(_STAGE, needs=NEEDS, operation_id="editStage", tags=TAGS)
async def edit_stage(
    ctx: Ctx, workspace: FromPath[str], stage_id: FromPath[UUID], data: JSONBody[StageEdit]
) -> PipelineSeen:
    setup = Setup(ctx.uow, ctx.principal)
    await setup.change(stage_id, _said(data))
    return await _seen(ctx, (await setup.stage(stage_id))["pipeline_id"])


@post(f"{_STAGE}/archival", needs=NEEDS, operation_id="archiveStage", tags=TAGS, status_code=204)
async def archive_stage(
    ctx: Ctx,
    workspace: FromPath[str],
    stage_id: FromPath[UUID],
    data: JSONBody[GivenUp | None] = None,
) -> None:
    await give_up_stage(Setup(ctx.uow, ctx.principal), stage_id, data.to if data else None)


async def _seen(ctx: Ctx, pipeline_id: UUID) -> PipelineSeen:
    seen = (await pipelines(ctx.uow)).get(pipeline_id)
    assert seen is not None  # noqa: S101 -- it was held just now
    return seen


def _said(data: msgspec.Struct) -> dict[str, Any]:
    said = msgspec.structs.asdict(data)
    return {name: value for name, value in said.items() if value is not UNSET}


ROUTES = [
    list_pipelines,
    create_pipeline,
    edit_pipeline,
    add_stage,
    order_stages,
    archive_pipeline,
    edit_stage,
    archive_stage,
]
