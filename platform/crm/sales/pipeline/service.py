"""Setting up pipelines: made, renamed, reordered, archived with a new home for their deals."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from crm.records.kinds import Unfit
from crm.records.kinds.texts import clean_text, needed_name
from crm.records.narrowing import as_kept
from crm.records.types import RecordType
from crm.sales.deal.model import DEAL
from crm.sales.pipeline.reading import pipelines
from kernel import clock
from kernel.errors import Conflict, Invalid, NotFound
from kernel.i18n import _
from kernel.ids import uuid7
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.audit.notes import note

MOST_STAGES = 30
PLAYBOOK = 4000
COLORS = ("grey", "blue", "teal", "green", "amber", "red")
NEEDABLE = (
    "amount", "expected_close", "source", "companies", "contacts", "competitors", "probability",
    "notes", "next_action_at",
)  # fmt: skip

_NEW = """
INSERT INTO pipeline (tenant_id, id, name, position, regress)
SELECT $1, $2, $3, coalesce(max(p.position), -1) + 1, $4 FROM pipeline p WHERE p.tenant_id = $1
RETURNING id
"""
_HELD = """
SELECT p.id, p.name, p.regress FROM pipeline p
WHERE p.tenant_id = $1 AND p.id = $2 AND p.archived_at IS NULL FOR UPDATE
"""
_STAGE = """
SELECT s.* FROM stage s JOIN pipeline p ON p.tenant_id = $1 AND p.id = s.pipeline_id
WHERE s.tenant_id = $1 AND s.id = $2 AND s.archived_at IS NULL AND p.archived_at IS NULL
FOR UPDATE OF p, s
"""
_ADD = """
INSERT INTO stage (tenant_id, id, pipeline_id, name, kind, position, probability, color,
                   target_days, rot_days, needs, checklist, playbook)
SELECT $1, $2, $3, $4, $5, coalesce(max(s.position), -1) + 1, $6, $7, $8, $9, $10, $11, $12
FROM stage s WHERE s.tenant_id = $1 AND s.pipeline_id = $3
RETURNING id
"""
_CHANGE = """
UPDATE stage SET name = $3, kind = $4, probability = $5, color = $6, target_days = $7,
    rot_days = $8, needs = $9, checklist = $10, playbook = $11
WHERE tenant_id = $1 AND id = $2
"""
_ORDER = """
UPDATE stage s SET position = u.place FROM unnest($3::uuid[]) WITH ORDINALITY AS u(id, place)
WHERE s.tenant_id = $1 AND s.pipeline_id = $2 AND s.id = u.id
"""
_GONE = "UPDATE stage SET archived_at = $3 WHERE tenant_id = $1 AND id = $2"
_PIPELINE_GONE = "UPDATE pipeline SET archived_at = $3 WHERE tenant_id = $1 AND id = $2"


class Setup:
    """The pipelines as an administrator changes them."""

    def __init__(self, uow: UnitOfWork, principal: Principal) -> None:
        self.uow = uow
        self.principal = principal

    async def found(
        self,
        name: str,
        *,
        regress: bool = True,
        stages: Sequence[dict[str, Any]] | None = None,
    ) -> UUID:
        """A new pipeline, with these stages, or with a first stage, a won and a lost one."""
        await pipelines(self.uow)
        made = uuid7()
        said = needed_name(name, most=60)
        await self.uow.fetchval(_NEW, self.principal.tenant_id, made, said, regress)
        for stage in stages or _first():
            await self.add(made, stage)
        await self._note(made, "created", {"name": said})
        return made

    async def rename(
        self,
        pipeline_id: UUID,
        name: str | None,
        regress: bool | None,  # noqa: FBT001
    ) -> None:
        """Another name; whether deals may go back."""
        row = await self._held(pipeline_id)
        now = {
            "name": needed_name(name, most=60) if name is not None else row["name"],
            "regress": row["regress"] if regress is None else regress,
        }
        await self.uow.execute(
            "UPDATE pipeline SET name = $3, regress = $4 WHERE tenant_id = $1 AND id = $2",
            self.principal.tenant_id,
            pipeline_id,
            *now.values(),
        )
        await self._note(pipeline_id, "updated", now)

    async def add(self, pipeline_id: UUID, wishes: dict[str, Any]) -> UUID:
        """One more stage, at the end."""
        await self._held(pipeline_id)
        seen = (await pipelines(self.uow)).get(pipeline_id)
        if seen and len(seen.stages) >= MOST_STAGES:
            raise Conflict(_("A pipeline has at most %(most)s stages."), most=MOST_STAGES)
        stage = {"kind": "open", "probability": 0, "color": "grey"} | wishes
        stage = _checked(stage, self._needable())
        made = uuid7()
        await self.uow.fetchval(_ADD, self.principal.tenant_id, made, pipeline_id, *_columns(stage))
        await self._note(pipeline_id, "updated", {"stage": stage["name"]})
        return made

    async def change(self, stage_id: UUID, wishes: dict[str, Any]) -> None:
        """What is named changes, nothing else."""
        row = await self._stage(stage_id)
        known = [*self._needable(), *row["needs"]]
        stage = _checked({**row, **wishes}, known)
        if row["kind"] == "open" and stage["kind"] != "open":
            await self._demand_another(row)
        await self.uow.execute(_CHANGE, self.principal.tenant_id, stage_id, *_columns(stage))
        await self._note(row["pipeline_id"], "updated", {"stage": stage["name"]})

    def _needable(self) -> list[str]:
        return needable(as_kept(DEAL, self.principal))

    async def order(self, pipeline_id: UUID, stages: list[UUID]) -> None:
        """The stages in this order; all of them, each once."""
        await self._held(pipeline_id)
        seen = (await pipelines(self.uow)).get(pipeline_id)
        known = {stage.id for stage in seen.stages} if seen else set()
        if known != set(stages) or len(stages) != len(known):
            raise Invalid(fields={"stages": _("Name every stage of the pipeline once.")})
        await self.uow.execute(_ORDER, self.principal.tenant_id, pipeline_id, stages)
        await self._note(pipeline_id, "updated", {"stages": len(stages)})

    async def archive_stage(self, stage_id: UUID) -> None:
        """No longer used; its deals must have been moved before."""
        row = await self._stage(stage_id)
        if row["kind"] == "open":
            await self._demand_another(row)
        await self.uow.execute(_GONE, self.principal.tenant_id, stage_id, clock.now())
        await self._note(row["pipeline_id"], "updated", {"archived": row["name"]})

    async def archive(self, pipeline_id: UUID) -> None:
        """No longer used; one always stays."""
        row = await self._held(pipeline_id)
        if len((await pipelines(self.uow)).items) == 1:
            raise Conflict(_("This is the only pipeline. Make another one first."))
        await self.uow.execute(_PIPELINE_GONE, self.principal.tenant_id, pipeline_id, clock.now())
        await self._note(pipeline_id, "deleted", {"name": row["name"]})

    async def stage(self, stage_id: UUID) -> dict[str, Any]:
        """A stage in use, held until the end of the transaction."""
        return await self._stage(stage_id)

    async def _demand_another(self, row: dict[str, Any]) -> None:
        seen = (await pipelines(self.uow)).get(row["pipeline_id"])
        others = [s for s in seen.stages if s.kind == "open" and s.id != row["id"]] if seen else []
        if not others:
            raise Conflict(_("A pipeline keeps at least one open stage."))

    async def _held(self, pipeline_id: UUID) -> dict[str, Any]:
        row = await self.uow.fetchrow(_HELD, self.principal.tenant_id, pipeline_id)
        if row is None:
            raise NotFound
        return dict(row)

    async def _stage(self, stage_id: UUID) -> dict[str, Any]:
        row = await self.uow.fetchrow(_STAGE, self.principal.tenant_id, stage_id)
        if row is None:
            raise NotFound
        return dict(row)

    async def _note(self, pipeline_id: UUID, action: str, after: dict[str, Any]) -> None:
        await note(self.uow, self.principal, "pipeline", pipeline_id, action, after=after)


def _first() -> list[dict[str, Any]]:
    return [
        {"name": name, "kind": kind, "probability": share, "color": color}
        for name, kind, share, color in (
            (_("Contacted"), "open", 20, "grey"),
            (_("Won"), "won", 100, "green"),
            (_("Lost"), "lost", 0, "red"),
        )
    ]


def _playbook(text: str) -> str:
    try:
        return clean_text(text, most=PLAYBOOK, one_line=False) or ""
    except Unfit as error:
        raise Invalid(fields={"playbook": str(error)}) from error


def needable(kind: RecordType) -> list[str]:
    """What a stage may ask of a deal: these, and the workspace's own fields."""
    return [*NEEDABLE, *(field.name for field in kind.custom)]


def _checked(stage: dict[str, Any], known: list[str]) -> dict[str, Any]:
    wrong: dict[str, str] = {}
    if stage["kind"] not in {"open", "won", "lost"}:
        wrong["kind"] = _("Choose one of: %(choices)s.") % {"choices": "open, won, lost"}
    if stage["color"] not in COLORS:
        wrong["color"] = _("Choose one of: %(choices)s.") % {"choices": ", ".join(COLORS)}
    if not set(stage.get("needs") or ()) <= set(known):
        wrong["needs"] = _("Choose one of: %(choices)s.") % {"choices": ", ".join(known)}
    if wrong:
        raise Invalid(fields=wrong)
    items = [needed_name(item, most=120) for item in stage.get("checklist") or ()]
    checklist, playbook = list(dict.fromkeys(items)), _playbook(stage.get("playbook") or "")
    return {
        **stage,
        "name": needed_name(stage["name"], most=60),
        "checklist": checklist,
        "playbook": playbook,
    }


def _columns(stage: dict[str, Any]) -> list[Any]:
    return [
        stage["name"],
        stage["kind"],
        stage["probability"],
        stage["color"],
        stage.get("target_days"),
        stage.get("rot_days"),
        list(dict.fromkeys(stage.get("needs") or ())),
        stage["checklist"],
        stage["playbook"],
    ]
