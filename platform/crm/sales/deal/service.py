"""Deals: opened in a pipeline, moved through its stages, closed, reopened."""

from typing import Any
from uuid import UUID

from crm.records.ports import Change
from crm.records.reading import View
from crm.records.service import Records, serve
from crm.records.types import Row
from crm.sales.deal import course, spans
from crm.sales.deal.model import DEAL
from crm.sales.deal.rank import hold, place, top
from crm.sales.partner import demand_partner, one_partner
from crm.sales.pipeline.reading import Pipelines, PipelineSeen, StageSeen, pipelines
from crm.sales.reasons import demand_reason
from crm.sales.registration.guarding import demand_unguarded
from kernel import clock
from kernel.batch import WriteBatch
from kernel.errors import Conflict, Invalid, NotFound
from kernel.i18n import _


class NoSuchStage(Conflict):
    """A stage of nobody, or one that was given up meanwhile."""

    def default(self) -> str:
        return _("There is no such stage.")


# What a verb changes and no form may.
_BY_VERB = frozenset({"lead_id", "checked"})


@serve
class Deals(Records):
    """The engine's behaviour, and the course of a deal."""

    kind = DEAL

    async def ready(self, values: dict[str, Any]) -> dict[str, Any]:
        known = await pipelines(self.uow)
        stage_id = values.get("stage_id")
        stage = known.default.first() if stage_id is None else known.stages.get(stage_id)
        if stage is None or stage.kind != "open":
            raise Invalid(fields={"stage_id": _("There is no such open stage.")})
        return {**values, "stage_id": stage.id, "pipeline_id": stage.pipeline_id}

    async def move(
        self,
        deal_id: UUID,
        stage_id: UUID,
        *,
        below: UUID | None = None,
        version: int | None = None,
    ) -> View:
        """To a stage, and to a place in its column: on top, or below another deal."""
        known = await pipelines(self.uow)
        stage = known.stages.get(stage_id)
        if stage is None:
            await self.get(deal_id)
            raise NoSuchStage
        if below is not None:
            # Before the deal: whoever spreads a column waits for all its deals.
            await hold(self.uow, self.principal, stage.id)
        before = await self._held(deal_id, version)
        pipeline = _pipeline(known, stage)
        now = known.stages.get(before["stage_id"])
        values = course.move(self.kind, before, now, stage, pipeline, clock.now())
        values["rank"] = await place(self.uow, self.principal, stage.id, below)
        return await self.follow(before, "moved", values)

    async def win(self, deal_id: UUID) -> View:
        """The customer signed."""
        before = await self._held(deal_id, None)
        stage = await self._last_stage(before, "won")
        values = course.win(self.kind, before, stage, clock.now())
        return await self.follow(before, "won", values, "beaten")

    async def lose(
        self, deal_id: UUID, reason: str, note: str | None = None, to: UUID | None = None
    ) -> View:
        """The customer will not; perhaps a competitor got it."""
        before = await self._held(deal_id, None)
        if to is not None and str(to) not in _competitors(before):
            raise Invalid(fields={"competitor_id": _("This competitor is not on the deal.")})
        stage = await self._last_stage(before, "lost")
        values = course.lose(before, stage, clock.now(), reason, note)
        demand_reason(DEAL, "lost_reason", self.principal, reason)
        return await self.follow(before, "lost", values, "neither", to)

    async def invalidate(self, deal_id: UUID, note: str | None = None) -> View:
        """It never was a deal."""
        before = await self._held(deal_id, None)
        return await self.follow(
            before, "invalidated", course.invalidate(before, clock.now(), note)
        )

    async def reopen(self, deal_id: UUID) -> View:
        """Back into the stage where it was open last."""
        before = await self._held(deal_id, None)
        known = await pipelines(self.uow)
        last = await spans.last_open(self.uow, self.principal, deal_id)
        pipeline = known.get(before["pipeline_id"]) or known.default
        stage = known.stages.get(last) if last else None
        values = course.reopen(before, stage or pipeline.first(), clock.now())
        return await self.follow(before, "reopened", values)

    async def check(self, deal_id: UUID, items: list[str]) -> View:
        """What of the stages' checklists is done."""
        before = await self._held(deal_id, None)
        known = await pipelines(self.uow)
        pipeline = known.get(before["pipeline_id"]) or known.default
        offered = {item for stage in pipeline.stages for item in stage.checklist}
        if not set(items) <= offered:
            raise Invalid(fields={"done": _("This is not on the checklist.")})
        return await self.follow(before, "updated", {"checked": sorted(set(items))})

    def complete(self, row: dict[str, Any], values: dict[str, Any], /) -> None:
        row.update({name: values[name] for name in _BY_VERB if name in values})
        if row["rank"] is None:
            row["rank"] = top()
            row["stage_entered_at"] = row["created_at"]
            row["checked"] = row["checked"] or []

    def effects(self, batch: WriteBatch, change: Change) -> None:
        one_partner(change)
        spans.keep(batch, change)

    async def after(self, change: Change) -> None:
        await demand_partner(self.uow, change)
        await demand_unguarded(self.uow, change)

    async def follow(
        self,
        before: Row,
        action: str,
        values: dict[str, Any],
        outcome: str = "",
        winner: UUID | None = None,
    ) -> View:
        """Write what a verb decided."""
        row = {**before, **values, "updated_at": clock.now()}
        changed = frozenset(name for name in values if row[name] != before[name])
        if "stage_id" in changed and "rank" not in changed:
            row["rank"] = top()
            changed |= {"rank"}
        await self._update(action, row, before, changed, {})
        if row["status"] != before["status"]:
            await spans.competitors(
                self.uow, self.principal, before["id"], _competitors(before), outcome, winner
            )
        return await self.get(before["id"])

    async def _last_stage(self, row: Row, kind: str) -> StageSeen | None:
        pipeline = (await pipelines(self.uow)).get(row["pipeline_id"])
        return pipeline.first(kind) if pipeline else None


def _pipeline(known: Pipelines, stage: StageSeen) -> PipelineSeen:
    pipeline = known.get(stage.pipeline_id)
    if pipeline is None:
        raise NotFound
    return pipeline


def _competitors(row: Row) -> list[str]:
    return [link[1] for link in row["_links"] or () if link[0] == "competitors"]
