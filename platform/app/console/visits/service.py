"""A visit begins with a reason and a member's rights, and ends by the clock or by the button."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import msgspec

from app.console.deeds.service import in_workspace, reason_of, write_down
from app.console.people.service import Acting
from app.console.work import OperatorWork
from app.console.workspaces.service import place_of
from kernel import clock
from kernel.errors import Invalid, NotFound
from kernel.i18n import _
from kernel.ids import uuid7
from kernel.secret import digest, new_token
from tenants.audit.notes import note

LONG: Final = timedelta(minutes=30)

_MEMBER: Final = """
SELECT m.id, coalesce(nullif(m.name, ''), h.name, h.email) AS name
FROM membership m JOIN person h ON h.id = m.person_id AND h.closed_at IS NULL
WHERE m.tenant_id = $1 AND m.id = $2 AND m.status = 'active'
"""
_BEGIN: Final = """
INSERT INTO operator_visit (id, token_hash, operator_id, session_id, workspace_id, member_id,
                            reason, changes, exports, began_at, ends_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
"""
_END: Final = """
UPDATE operator_visit SET ended_at = $3 WHERE id = $1 AND operator_id = $2 AND ended_at IS NULL
RETURNING workspace_id AS id
"""


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """With whose rights, why, and what beyond looking."""

    member_id: UUID
    reason: str
    changes: bool = False
    exports: bool = False


class Begun(msgspec.Struct, frozen=True):
    """Where to, and the token, shown this once."""

    slug: str
    token: str


async def begin(work: OperatorWork, me: Acting, workspace_id: UUID, wish: Wish) -> Begun:
    """Half an hour from now, written down in both audits before anything is seen."""
    why = reason_of(wish.reason)
    place = await place_of(work, workspace_id)
    if place["status"] != "active":
        raise Invalid(_("Nobody comes into a workspace that is not in use."))
    await work.step_into(workspace_id)
    member = await work.fetchrow(_MEMBER, workspace_id, wish.member_id)
    if member is None:
        raise Invalid(fields={"member_id": _("Choose an active member.")})
    id, token, now = uuid7(), new_token(), clock.now()
    said = {"member": member["name"], "changes": wish.changes, "exports": wish.exports}
    actor = in_workspace(me, workspace_id)
    after = {"reason": why, **said, "until": (now + LONG).isoformat(timespec="minutes")}
    await note(work, actor, "visit", id, "began", after=after)
    await work.step_back()
    await work.execute(
        _BEGIN,
        id,
        digest(token),
        me.id,
        me.session_id,
        workspace_id,
        wish.member_id,
        why,
        wish.changes,
        wish.exports,
        now,
        now + LONG,
    )
    await write_down(work, me, "visit_began", workspace=place, reason=why, said=said)
    return Begun(place["slug"], token)


async def end(work: OperatorWork, me: Acting, visit_id: UUID) -> dict[str, Any]:
    """One's own, before its time; the row of the workspace. One that has ended is not there."""
    row = await work.fetchrow(_END, visit_id, me.id, clock.now())
    if row is None:
        raise NotFound
    place = await place_of(work, row["id"])
    await work.step_into(row["id"])
    await note(work, in_workspace(me, row["id"]), "visit", visit_id, "ended")
    await work.step_back()
    await write_down(work, me, "visit_ended", workspace=place)
    return place
