"""The audit as a page: newest first, with filters."""

from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from litestar.params import FromPath, QueryParameter
from litestar.response import Response

from kernel.errors import Unreadable
from kernel.http import Ctx, get
from kernel.i18n import _
from tenants.audit.listing import Wanted, listed, record_types
from tenants.audit.naming import first_moment, names_of, next_moment
from tenants.audit.words import thing, told
from tenants.members.administration import members
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
    wanted = Wanted(
        actor_id=_id(actor),
        record_type=type,
        since=first_moment(since),
        until=next_moment(until),
        after=after,
    )
    found = await listed(ctx.uow, ctx.principal, wanted)
    chosen = {"actor": actor, "type": type, "since": since, "until": until}
    kept = {name: value for name, value in chosen.items() if value}
    people = [(m["id"], m["name"]) for m in await members(ctx.uow)]
    names = await names_of(ctx.uow)
    return page(
        "tenants/audit/templates/audit.html",
        events=[told(event, names) for event in found.items],
        chosen=chosen,
        next="?" + urlencode({**kept, "after": found.next}) if found.next else "",
        people=[("", _("Everybody")), *people],
        sheet="?" + urlencode({"since": since, "until": until}),
        types=[("", _("Everything")), *((t, thing(t)) for t in await record_types(ctx.uow))],
    )


def _id(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise Unreadable from error


ROUTES = [audit_page]
