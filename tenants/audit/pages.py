"""The audit as a page: newest first, with filters."""

from datetime import UTC, datetime, timedelta
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from litestar.params import FromPath, QueryParameter
from litestar.response import Response

from kernel.errors import Unreadable
from kernel.http import Ctx, get
from kernel.i18n import _, current_zone
from tenants.audit.listing import Wanted, listed, record_types
from tenants.audit.words import NAMERS, thing, told
from tenants.members.administration import members
from tenants.roles.reading import labels
from tenants.teams.tree import teams
from web.render import page

Word = Annotated[str, QueryParameter(max_length=200)]


@get("/{workspace:str}/settings/audit", needs="settings:audit", include_in_schema=False)
async def audit_page(
    ctx: Ctx,
    workspace: FromPath[str],
    actor: Word = "",
    type: Word = "",
    since: Word = "",
    until: Word = "",
    after: Word = "",
) -> Response[str]:
    last = _day(until)
    wanted = Wanted(
        actor_id=_id(actor),
        record_type=type,
        since=_day(since),
        until=last + timedelta(days=1) if last else None,
        after=after,
    )
    found = await listed(ctx.uow, ctx.principal, wanted)
    chosen = {"actor": actor, "type": type, "since": since, "until": until}
    kept = {name: value for name, value in chosen.items() if value}
    people = [(m["id"], m["name"]) for m in await members(ctx.uow)]
    names = {str(i): name for i, name in people}
    names |= {str(t["id"]): t["name"] for t in await teams(ctx.uow)}
    names |= {code: str(label) for code, label in (await labels(ctx.uow)).items()}
    for namer in NAMERS:
        names |= await namer(ctx.uow)
    return page(
        "tenants/audit/templates/audit.html",
        events=[told(event, names) for event in found.items],
        chosen=chosen,
        next="?" + urlencode({**kept, "after": found.next}) if found.next else "",
        people=[("", _("Everybody")), *people],
        types=[("", _("Everything")), *((t, thing(t)) for t in await record_types(ctx.uow))],
    )


def _id(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise Unreadable from error


def _day(text: str) -> datetime | None:
    """The first moment of a day where the reader is."""
    try:
        if not text:
            return None
        return datetime.fromisoformat(text).replace(tzinfo=current_zone()).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Unreadable from error


ROUTES = [audit_page]
