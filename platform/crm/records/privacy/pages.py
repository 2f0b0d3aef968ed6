"""Privacy on a person's page, and the certificates in the settings."""

from typing import Any
from uuid import UUID

from litestar.params import FromPath
from litestar.response import Response

from crm.records.pages.forms import sent
from crm.records.pages.panels import Panel, add_panel
from crm.records.privacy import service
from crm.records.privacy.agreement import PEOPLE
from crm.records.privacy.words import MEANS, PURPOSES
from crm.records.service import service_of
from crm.records.types import record_type
from kernel.errors import Invalid
from kernel.http import Ctx, get, post
from kernel.i18n import _, lazy
from tenants.workspace.answers import here, settled
from web import shell
from web.nav import Entry, navigation
from web.render import fragment, page

NEEDS = "settings:privacy"
PAGE = "settings/privacy"
AT = f"/{{workspace:str}}/{PAGE}"
TEMPLATES = "crm/records/privacy/templates"

navigation.add(
    "settings",
    Entry(
        key="privacy",
        label=lazy("Privacy"),
        icon="shield",
        path=PAGE,
        order=157,
        permission=NEEDS,
    ),
)


add_panel(
    Panel(
        name="privacy",
        place="side",
        template=f"{TEMPLATES}/panel.html",
        applies=lambda kind: kind.name in PEOPLE,
        href=lambda kind, record: f"{kind.plural}/{record['id']}/privacy",
    )
)


@get(AT, needs=NEEDS, include_in_schema=False)
async def privacy_page(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    """All certificates."""
    found = await service.certificates(ctx.uow)
    return page(f"{TEMPLATES}/certificates.html", certificates=found)


@get(f"{AT}/{{erasure_id:uuid}}", needs=NEEDS, include_in_schema=False)
async def certificate_page(
    ctx: Ctx, workspace: FromPath[str], erasure_id: FromPath[UUID]
) -> Response[str]:
    """One, to be printed."""
    found = await service.certificate(ctx.uow, erasure_id)
    return page(f"{TEMPLATES}/certificate.html", certificate=found)


def _of(type: str, plural: str) -> list[Any]:
    """The pages of the people of a type."""
    one = f"/{{workspace:str}}/{plural}/{{record_id:uuid}}"

    @get(f"{one}/privacy", needs=f"{type}:see", include_in_schema=False)
    async def privacy(
        ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]
    ) -> Response[str]:
        """What the person agreed to, and the way to be forgotten."""
        record = await service_of(type, ctx.uow, ctx.principal).get(record_id)
        entries = await service.ledger(ctx.uow, record_id)
        context: dict[str, Any] = {
            "record": record,
            "base": shell.current().at(f"{plural}/{record_id}"),
            "back": record_type(type).label,
            "entries": entries,
            "state": service.holding(entries),
            "purposes": PURPOSES,
            "means": MEANS,
            "may_note": ctx.principal.may(f"{type}:edit"),
            "may_disclose": ctx.principal.may(NEEDS) and ctx.principal.may(f"{type}:export"),
            "may_erase": ctx.principal.may(NEEDS) and ctx.principal.may(f"{type}:delete"),
        }
        if shell.current().partial:
            return fragment(f"{TEMPLATES}/privacy.html", **context)
        return page(f"{TEMPLATES}/privacy_page.html", **context)

    @post(f"{one}/consents", needs=f"{type}:edit", include_in_schema=False)
    async def note_by_form(
        ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]
    ) -> Response[str]:
        """One more entry of the ledger."""
        data = await sent(ctx.request)
        await service_of(type, ctx.uow, ctx.principal).get(record_id)

        async def work() -> None:
            purpose, means = data.get("purpose"), data.get("means")
            if purpose not in PURPOSES or means not in MEANS:
                raise Invalid(_("Choose what for, and how it was said."))
            entry = {
                "purpose": purpose,
                "given": data.get("given") == "1",
                "means": means,
                "wording": data.get("wording")[:200],
                "proof": data.get("proof")[:2000],
            }
            await service.say(ctx.uow, ctx.principal, type, record_id, entry)

        return await settled(ctx, work(), here(ctx, f"{plural}/{record_id}"), _("Noted."))

    @post(f"{one}/erasure", needs=NEEDS, include_in_schema=False)
    async def erase_by_form(
        ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]
    ) -> Response[str]:
        """For good."""
        data = await sent(ctx.request)
        await service_of(type, ctx.uow, ctx.principal).get(record_id)
        work = service.ask(ctx.uow, ctx.principal, type, record_id, data.get("reason"))
        return await settled(ctx, work, here(ctx, PAGE), _("The person is being erased."))

    return [privacy, note_by_form, erase_by_form]


ROUTES = [privacy_page, certificate_page, *_of("contact", "contacts"), *_of("lead", "leads")]
