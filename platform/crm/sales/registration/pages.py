"""How registrations look and are decided, who holds a customer, and a partner on its page."""

from typing import Any, Final
from uuid import UUID

import msgspec
from litestar.params import FromPath
from litestar.response import Response

from crm.customers.parameters.service import parameters
from crm.records.pages.forms import sent
from crm.records.pages.panels import Panel, add_panel
from crm.records.pages.presenting import ALL, MINE, ListView, Presentation, present
from crm.records.people import people
from crm.records.pointing import known_ids
from crm.records.reading import View, fetch
from crm.records.service import service_of
from crm.sales.partner import PARTNERS, ROLES
from crm.sales.registration.deciding import Approval, approve, reject
from crm.sales.registration.holding import holders
from crm.sales.registration.model import REGISTRATION
from crm.sales.registration.partners import brought
from crm.sales.registration.service import Registrations
from kernel.errors import Invalid, NotFound
from kernel.filters import Test, tree
from kernel.http import Ctx, get, post
from kernel.i18n import _, lazy
from tenants.workspace.answers import here, settled
from web import shell
from web.nav import Entry, navigation
from web.render import fragment, page

TEMPLATES: Final = "crm/sales/registration/templates"
_ONE: Final = "/{workspace:str}/registrations/{record_id:uuid}"
_DECIDES: Final = "registration:transfer"
_COMPANIES: Final = ("company", "deal", "registration")

present(
    REGISTRATION,
    Presentation(
        columns=("partners", "state", "amount", "protected_until", "owner_id", "created_at"),
        facts=(
            "state",
            "partners",
            "companies",
            "amount",
            "products",
            "protected_until",
            "website",
            "emails",
            "phones",
            "decided_by",
            "decided_at",
            "reason",
            "leads",
            "deals",
            "owner_id",
        ),
        first=("name", "partners", "companies", "amount", "website", "emails", "phones"),
        search=("name",),
        body="notes",
        inline=frozenset({"amount"}),
        views=(
            ListView("waiting", lazy("To be decided"), Test("state", "eq", "submitted")),
            ListView("running", lazy("Protected"), Test("state", "eq", "approved")),
            MINE,
            ALL,
        ),
        empty=lazy(
            "A partner found a customer: register the deal, and decide whether it is theirs."
        ),
        new_label=lazy("Register a deal"),
        icon="file-check",
    ),
)
navigation.add(
    "main",
    Entry(
        key="registrations",
        label=lazy("Deal registrations"),
        icon="file-check",
        path="registrations",
        order=36,
        permission="registration:see",
    ),
)


@get(f"{_ONE}/approval", needs=_DECIDES, include_in_schema=False)
async def approval_dialog(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    """What it becomes, and for how long it is protected."""
    return fragment(
        f"{TEMPLATES}/approval.html",
        record=await Registrations(ctx.uow, ctx.principal).get(record_id),
        days=(await parameters(ctx.uow)).rules.registration_days,
    )


@post(f"{_ONE}/approval", needs=_DECIDES, include_in_schema=False)
async def approve_by_form(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    """The partner's from now on."""
    data = await sent(ctx.request)

    async def work() -> None:
        try:
            said = {"into": data.get("into"), "days": data.get("days") or None}
            wish = msgspec.convert(said, Approval, strict=False)
        except msgspec.ValidationError as error:
            raise Invalid(_("This cannot be read. Please check it.")) from error
        await approve(ctx.uow, ctx.principal, record_id, wish)

    return await settled(ctx, work(), here(ctx, f"registrations/{record_id}"), _("Approved."))


@get(f"{_ONE}/rejection", needs=_DECIDES, include_in_schema=False)
async def rejection_dialog(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    """Why not."""
    record = await Registrations(ctx.uow, ctx.principal).get(record_id)
    return fragment(f"{TEMPLATES}/rejection.html", record=record)


@post(f"{_ONE}/rejection", needs=_DECIDES, include_in_schema=False)
async def reject_by_form(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    """Not the partner's."""
    reason = (await sent(ctx.request)).get("reason")
    work = reject(ctx.uow, ctx.principal, record_id, reason)
    return await settled(ctx, work, here(ctx, f"registrations/{record_id}"), _("Rejected."))


@get(
    "/{workspace:str}/registrations/about/{type:str}/{record_id:uuid}",
    needs="registration:see",
    include_in_schema=False,
)
async def about(ctx: Ctx, type: FromPath[str], record_id: FromPath[UUID]) -> Response[str]:
    """Who holds the customer of a company, a deal, a registration; of a partner what it brought."""
    if type not in _COMPANIES or not ctx.principal.may(f"{type}:see"):
        raise NotFound
    records = service_of(type, ctx.uow, ctx.principal)
    row = await fetch(ctx.uow, ctx.principal, records.kind, record_id)
    record = await records.get(record_id)
    companies = [record_id] if type == "company" else known_ids(row, "companies")
    found = await holders(
        ctx.uow,
        ctx.principal,
        None if type == "deal" else row,
        companies,
        but=(record_id,),
    )
    is_partner = type == "company" and record.get("role") in ROLES
    by = Test(PARTNERS, "eq", str(record_id))
    context: dict[str, Any] = {
        "record": record,
        "plural": records.kind.plural,
        "holders": _others(found, record) if type == "deal" else found,
        "partner": await brought(ctx.uow, ctx.principal, record_id) if is_partner else None,
        "filter": msgspec.json.encode(tree(by)).decode(),
        "people": await people(ctx.uow),
        "currency": ctx.principal.currency,
    }
    if shell.current().partial:
        return fragment(f"{TEMPLATES}/about.html", **context)
    return page(f"{TEMPLATES}/about_page.html", **context)


def _others(found: list[Any], deal: View) -> list[Any]:
    """What protects the customer of a deal for somebody else than the deal's own partner."""
    own = {deal["titles"].get(str(one)) for one in deal.get(PARTNERS) or ()}
    return [one for one in found if one.state == "approved" and one.partner not in own]


add_panel(
    Panel(
        name="registrations",
        place="side",
        template=f"{TEMPLATES}/panel.html",
        applies=lambda kind: kind.name in _COMPANIES,
        href=lambda kind, record: f"registrations/about/{kind.name}/{record['id']}",
        needs="registration:see",
    )
)
add_panel(
    Panel(
        name="registration-buttons",
        place="actions",
        template=f"{TEMPLATES}/buttons.html",
        applies=lambda kind: kind.name == REGISTRATION.name,
        needs=_DECIDES,
    )
)

ROUTES = [approval_dialog, approve_by_form, rejection_dialog, reject_by_form, about]
