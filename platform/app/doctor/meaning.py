"""A change of the model of meaning that is under way."""

from collections.abc import AsyncIterator
from typing import Any, Final

from app.doctor.findings import Finding, good, warn
from kernel.settings import Settings
from search.dense.client import Absent
from search.dense.installed import installed

_SECONDS: Final = 60
_BEFORE: Final = """
SELECT b.model_id, count(*) AS firms FROM workspace w CROSS JOIN LATERAL (
    (SELECT e.model_id FROM embedding e WHERE e.tenant_id = w.id AND e.model_id < $1
     ORDER BY e.model_id DESC LIMIT 1)
    UNION ALL
    (SELECT e.model_id FROM embedding e WHERE e.tenant_id = w.id AND e.model_id > $1
     ORDER BY e.model_id LIMIT 1)) b
WHERE w.status = 'active' GROUP BY b.model_id ORDER BY b.model_id
"""


async def look(connection: Any, settings: Settings) -> AsyncIterator[Finding]:
    """Which workspaces still have vectors of another model, and whether that one still answers."""
    installed.use(settings)
    rows = await connection.fetch(_BEFORE, installed.model.id)
    for row in rows:
        says = f"{row['firms']} workspaces are changing from {row['model_id']}"
        if await _answers(row["model_id"]):
            yield good("change of model", f"{says}; both are asked until then")
        else:
            yield warn(
                "change of model",
                f"{says}, which does not answer: what is not read anew is found by words alone",
                "Let the worker run until this is gone; or put the old model back on this machine.",
            )
    if not rows:
        yield good("change of model", "none under way")


async def _answers(model: str) -> bool:
    if not installed.embedding.present():
        return False
    try:
        await installed.embedding.query("a visit", model=model, seconds=_SECONDS)
    except Absent:
        return False
    return True
