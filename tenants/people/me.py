"""Who a person is to the routes that are about themselves."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec

from kernel.errors import Forbidden
from kernel.http import Ctx
from tenants.people.proof import demand_password


class Me(msgspec.Struct, frozen=True):
    """The person, and the session that they act by."""

    person_id: UUID
    session_id: UUID


def me_of(ctx: Ctx) -> Me:
    """The person behind the request; a key is nobody here."""
    if ctx.principal is not None:
        if ctx.principal.session_id is None:
            raise Forbidden
        return Me(ctx.principal.person_id, ctx.principal.session_id)
    row = places_of(ctx)[0]
    return Me(row["person_id"], row["session_id"])


def places_of(ctx: Ctx) -> Sequence[Mapping[str, Any]]:
    """The rows of the person's workspaces, where the route asked for a person."""
    rows: Sequence[Mapping[str, Any]] = ctx.request.scope["state"]["memberships"]
    return rows


async def demand_proof(ctx: Ctx, password: str) -> None:
    """The password once more."""
    await demand_password(ctx.uow, ctx.database, me_of(ctx).person_id, password)
