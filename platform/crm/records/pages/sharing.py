"""Sharing on a record's page: with whom, how far, until when; and taking it back."""

from datetime import datetime, time
from typing import Any
from uuid import UUID

from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Response

from crm.records.beside.shares import LEVEL_WORDS, Sharing, may_share, share, unshare
from crm.records.pages.forms import Sent, ids, sent
from crm.records.pages.list import TEMPLATES
from crm.records.people import people
from crm.records.reading import fetch
from crm.records.service import Records, service_of
from crm.records.sharing import along_with
from crm.records.types import RecordType
from kernel.errors import Forbidden, Invalid
from kernel.http import Ctx, get, post
from kernel.i18n import _, current_zone
from tenants.teams.tree import teams
from web import shell
from web.render import fragment, page, redirect
from web.toasts import Toast

TEAM = "team:"


def sharing_routes(kind: RecordType) -> list[HTTPRouteHandler]:
    """The routes of a type."""
    name = kind.name
    one = f"/{{workspace:str}}/{kind.plural}/{{record_id:uuid}}"

    @get(f"{one}/sharing", needs=f"{name}:edit", include_in_schema=False)
    async def sharing_page(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
        """The form."""
        row = await fetch(ctx.uow, ctx.principal, kind, record_id)
        records = service_of(name, ctx.uow, ctx.principal)
        if not may_share(records, row):
            raise Forbidden
        context = {
            "title": kind.title(row),
            "home": _home(kind, record_id),
            "along": bool(along_with(kind)),
            **await share_options(ctx),
        }
        if shell.current().partial:
            return fragment(f"{TEMPLATES}/sharing_dialog.html", **context)
        return page(f"{TEMPLATES}/sharing_page.html", **context)

    @get(
        f"/{{workspace:str}}/{kind.plural}/bulk/sharing",
        needs=f"{name}:edit",
        include_in_schema=False,
    )
    async def sharing_of_selected(ctx: Ctx) -> Response[str]:
        """The same form for what is selected in a list."""
        context = {"kind": kind, "along": bool(along_with(kind)), **await share_options(ctx)}
        return fragment(f"{TEMPLATES}/bulk_sharing.html", **context)

    @post(f"{one}/shares", needs=f"{name}:edit", include_in_schema=False)
    async def add_share(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
        """Show it to somebody."""
        data = await sent(ctx.request)
        await share_as_sent(service_of(name, ctx.uow, ctx.principal), record_id, data)
        return redirect(_home(kind, record_id), toast=Toast(_("Shared.")))

    @post(f"{one}/shares/{{member_id:uuid}}/removal", needs=f"{name}:edit", include_in_schema=False)
    async def remove_share(
        ctx: Ctx, record_id: FromPath[UUID], member_id: FromPath[UUID]
    ) -> Response[str]:
        """Show it no longer."""
        await unshare(service_of(name, ctx.uow, ctx.principal), record_id, member_id)
        return redirect(_home(kind, record_id), toast=Toast(_("No longer shared.")))

    @post(
        f"{one}/team-shares/{{team_id:uuid}}/removal", needs=f"{name}:edit", include_in_schema=False
    )
    async def remove_team_share(
        ctx: Ctx, record_id: FromPath[UUID], team_id: FromPath[UUID]
    ) -> Response[str]:
        """Show it to the team no longer."""
        records = service_of(name, ctx.uow, ctx.principal)
        await unshare(records, record_id, team_id, whom="team")
        return redirect(_home(kind, record_id), toast=Toast(_("No longer shared.")))

    return [sharing_page, sharing_of_selected, add_share, remove_share, remove_team_share]


async def share_options(ctx: Ctx) -> dict[str, Any]:
    """With whom, and how far."""
    return {
        "members": (await people(ctx.uow)).options,
        "teams": [(f"{TEAM}{team['id']}", team["name"]) for team in await teams(ctx.uow)],
        "levels": [(level, str(label)) for level, label in LEVEL_WORDS.items()],
    }


async def share_as_sent(records: Records, record_id: UUID, data: Sent) -> None:
    """As the form says: `member_id` names a member or, after `team:`, a team."""
    whom = data.get("member_id")
    found = ids([whom.removeprefix(TEAM)])
    if not found:
        raise Invalid(fields={"member_id": _("Choose somebody.")})
    level = data.get("level") or "read"
    how = Sharing(
        level=level,  # type: ignore[arg-type]
        along=data.get("along") == "1",
        expires_at=_end(data.get("until")),
    )
    kind = "team" if whom.startswith(TEAM) else "member"
    await share(records, record_id, found[0], how, whom=kind)  # type: ignore[arg-type]


def _end(day: str) -> datetime | None:
    """The last moment of a day where the reader is."""
    try:
        read = datetime.fromisoformat(day) if day else None
    except ValueError as error:
        raise Invalid(fields={"until": _("This cannot be read. Please check it.")}) from error
    return datetime.combine(read.date(), time.max, current_zone()) if read else None


def _home(kind: RecordType, record_id: UUID) -> str:
    return shell.current().at(f"{kind.plural}/{record_id}")
