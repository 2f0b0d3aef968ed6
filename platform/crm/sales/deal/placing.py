"""A deal of a file is put into the pipeline and the stage that its line names."""

from typing import Any

from crm.records.importing.referring import Resolve, refer_by_name
from crm.records.types import Row
from crm.sales.deal.model import DEAL
from crm.sales.pipeline.reading import Pipelines, PipelineSeen, StageSeen, pipelines
from kernel.errors import Invalid
from kernel.i18n import _
from kernel.transaction import UnitOfWork


async def _load(uow: UnitOfWork) -> Resolve:
    known = await pipelines(uow)
    return lambda said, row: _placed(known, said, row)


def _placed(known: Pipelines, said: dict[str, str], row: Row | None) -> dict[str, Any]:
    pipeline = _pipeline(known, said["pipeline_id"]) if "pipeline_id" in said else None
    stage = _stage(known, said["stage_id"], pipeline) if "stage_id" in said else None
    if stage is None and pipeline is not None:
        stage = pipeline.first()
    if stage is None:
        return {}
    if row is not None:
        if ("stage_id" in said or pipeline is not None) and not _stands(row, said, stage):
            raise Invalid(
                fields={"stage_id": _("The deal stands elsewhere. Move it on the board.")}
            )
        return {}
    if stage.kind != "open":
        raise Invalid(fields={"stage_id": _("There is no such open stage.")})
    return {"stage_id": stage.id}


def _stands(row: Row, said: dict[str, str], stage: StageSeen) -> bool:
    if "stage_id" in said:
        return bool(row["stage_id"] == stage.id)
    return bool(row["pipeline_id"] == stage.pipeline_id)


def _pipeline(known: Pipelines, name: str) -> PipelineSeen:
    found = [one for one in known.items if one.name.casefold() == name.casefold()]
    if len(found) == 1:
        return found[0]
    names = ", ".join(one.name for one in known.items)
    raise Invalid(fields={"pipeline_id": _("Choose one of: %(choices)s.") % {"choices": names}})


def _stage(known: Pipelines, name: str, pipeline: PipelineSeen | None) -> StageSeen:
    """By its name alone, or as lists and exports have it, with the pipeline before it."""
    pipelines_here = [pipeline] if pipeline else known.items
    wanted = name.casefold()
    found = [
        stage
        for one in pipelines_here
        for stage in one.stages
        if wanted in {stage.name.casefold(), f"{one.name} · {stage.name}".casefold()}
    ]
    if len(found) == 1:
        return found[0]
    if found:
        why = _("Several pipelines have a stage %(name)s. Name the pipeline too.")
        raise Invalid(fields={"stage_id": why % {"name": name[:80]}})
    names = ", ".join(stage.name for one in pipelines_here for stage in one.stages)
    raise Invalid(fields={"stage_id": _("Choose one of: %(choices)s.") % {"choices": names}})


refer_by_name(DEAL.name, "pipeline_id", "stage_id", load=_load)
