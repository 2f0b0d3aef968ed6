"""Closing one's own account: leaves every workspace, unless it would be left without an owner."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from kernel import clock
from kernel.errors import Conflict
from kernel.i18n import _
from kernel.transaction import UnitOfWork
from tenants.access.lookup import principal_of
from tenants.audit.notes import note
from tenants.members.guard import is_last_owner
from tenants.people import sessions, tokens


async def close(uow: UnitOfWork, person_id: UUID, places: Sequence[Mapping[str, Any]]) -> None:
    """`places` are the rows of the session's workspaces; refused where they are the last owner.

    The memberships lie in several workspaces, so the transaction visits them one by one, in an
    order that all share.
    """
    stuck: list[str] = []
    for place in sorted((p for p in places if p["tenant_id"]), key=lambda p: str(p["tenant_id"])):
        await uow.execute("SELECT set_tenant($1)", place["tenant_id"])
        if await is_last_owner(uow, place["tenant_id"], place["member_id"]):
            stuck.append(place["workspace"])
        else:
            await _leave(uow, place)
    if stuck:
        raise Conflict(
            _("You are the last owner of %(names)s. Make somebody else an owner first.")
            % {"names": ", ".join(stuck)}
        )
    await sessions.end_all(uow, person_id)
    await tokens.forget(uow, person_id)
    await uow.execute("DELETE FROM recovery_code WHERE person_id = $1", person_id)
    # The address becomes free: who signs up with it later is somebody else.
    await uow.execute(
        "UPDATE person SET closed_at = $2, email = 'closed-' || id, name = '', password_hash = '', "
        "totp_secret = NULL, totp_enabled_at = NULL, preferences = '{}' WHERE id = $1",
        person_id,
        clock.now(),
    )


async def _leave(uow: UnitOfWork, place: Mapping[str, Any]) -> None:
    await uow.execute(
        "UPDATE membership SET status = 'left' WHERE tenant_id = $1 AND id = $2",
        place["tenant_id"],
        place["member_id"],
    )
    before, after = {"status": "active"}, {"status": "left"}
    leaver = principal_of(place)
    await note(uow, leaver, "member", place["member_id"], "left", before=before, after=after)
