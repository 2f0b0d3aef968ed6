"""Switching what is tried out: for everybody, or for one workspace."""

from typing import Any, Final
from uuid import UUID

from app.console.deeds.service import in_workspace, reason_of, write_down
from app.console.people.service import Acting
from app.console.work import OperatorWork
from app.console.workspaces.service import place_of
from kernel import clock
from kernel.errors import NotFound
from kernel.features import FLAGS
from tenants.audit.notes import note

_SWITCH: Final = """
INSERT INTO feature AS f (code, is_on, changed_at) VALUES ($1, $2, $3)
ON CONFLICT (code) DO UPDATE SET is_on = excluded.is_on, changed_at = excluded.changed_at
"""
_FOR_ONE: Final = """
UPDATE workspace SET flags = CASE WHEN $3::boolean IS NULL THEN flags - $2::text
                             ELSE flags || jsonb_build_object($2::text, $3::boolean) END
WHERE id = $1
"""
_OTHERS: Final = "SELECT count(*) FROM workspace w WHERE w.flags->>$1 IS NOT NULL"


async def switches(work: OperatorWork) -> list[dict[str, Any]]:
    """All of them: how the deployment has each, and how many workspaces have their own way."""
    kept = {row["code"]: row["is_on"] for row in await work.fetch("SELECT * FROM feature")}
    return [
        {
            "flag": flag,
            "is_on": kept.get(code, flag.usual),
            "apart": await work.fetchval(_OTHERS, code),
        }
        for code, flag in sorted(FLAGS.items())
    ]


async def switch(work: OperatorWork, me: Acting, code: str, *, on: bool) -> None:
    """For everybody who has no way of their own."""
    if code not in FLAGS:
        raise NotFound
    await work.execute(_SWITCH, code, on, clock.now())
    await write_down(work, me, "flag_switched", said={"flag": code, "is_on": on})


async def switch_for(
    work: OperatorWork, me: Acting, workspace_id: UUID, code: str, *, on: bool | None, reason: str
) -> None:
    """For one workspace; None gives it back to what holds for everybody."""
    if code not in FLAGS:
        raise NotFound
    why = reason_of(reason)
    place = await place_of(work, workspace_id)
    said = {"flag": code, "is_on": on}
    await work.step_into(workspace_id)
    await work.execute(_FOR_ONE, workspace_id, code, on)
    actor = in_workspace(me, workspace_id)
    after = {"deed": "flag_switched", "reason": why, **said}
    await note(work, actor, "operator", workspace_id, "operated", after=after)
    await work.step_back()
    await write_down(work, me, "flag_switched", workspace=place, reason=why, said=said)
