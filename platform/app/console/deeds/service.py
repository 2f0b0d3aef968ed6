"""Writing down what an operator does, in the transaction that does it."""

from typing import Any, Final
from uuid import UUID

import msgspec

from app.console.people.service import Named
from app.console.work import OperatorWork
from app.console.workspaces.words import REASONS
from kernel import clock
from kernel.errors import Invalid
from kernel.i18n import _
from kernel.ids import uuid7
from kernel.principal import Principal, house

LONGEST: Final = 500

_WRITE: Final = """
INSERT INTO operator_deed
    (id, at, operator_id, operator, action, workspace_id, workspace, reason, said)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""
_READ: Final = """
SELECT d.at, d.operator, d.action, d.workspace_id, d.workspace, d.reason, d.said
FROM operator_deed d
WHERE ($1::uuid IS NULL OR d.workspace_id = $1) ORDER BY d.at DESC, d.id DESC LIMIT $2
"""


async def write_down(
    work: OperatorWork,
    me: Named,
    action: str,
    *,
    workspace: Any = None,
    reason: str = "",
    said: dict[str, Any] | None = None,
) -> None:
    """One line of the operators' audit; `workspace` is a row with its id and slug."""
    place = (workspace["id"], workspace["slug"]) if workspace is not None else (None, "")
    await work.execute(
        _WRITE, uuid7(), clock.now(), me.id, me.email, action, *place, reason, said or {}
    )


async def deeds(
    work: OperatorWork, workspace_id: UUID | None = None, *, most: int = 200
) -> list[dict[str, Any]]:
    """The last ones, of one workspace or of all."""
    rows = await work.fetch(_READ, workspace_id, most)
    return [{**row, "reason": str(REASONS.get(row["reason"], row["reason"]))} for row in rows]


def reason_of(text: str) -> str:
    """Why it is done, in words: nothing is done to a workspace without them."""
    reason = " ".join(text.split())
    if not reason:
        raise Invalid(fields={"reason": _("Say why; the workspace can read it.")})
    return reason[:LONGEST]


def in_workspace(me: Named, tenant_id: UUID) -> Principal:
    """The operator as the workspace's own audit names them."""
    return msgspec.structs.replace(house(tenant_id, name=me.email), via="operator")
