"""How leads look, and the dialog in which one becomes a customer."""

from typing import Any, Final
from uuid import UUID

from litestar.params import FromPath
from litestar.response import Response

from crm.records.kinds import kind_of
from crm.records.pages.forms import COMMON_CURRENCIES, Sent, ids, sent
from crm.records.pages.panels import Panel, add_panel
from crm.records.pages.presenting import ALL, MINE, ListView, Presentation, present
from crm.records.reading import View
from crm.records.types import RecordType
from crm.sales.deal.model import DEAL
from crm.sales.lead.conversion import Conversion, convert, unconvert
from crm.sales.lead.known import known_companies, known_contacts
from crm.sales.lead.model import LEAD
from crm.sales.lead.service import Leads
from crm.sales.reasons import reasons
from kernel.errors import Invalid
from kernel.filters import Test
from kernel.http import Ctx, get, post
from kernel.i18n import _, lazy
from kernel.money import Money
from web import shell
from web.nav import Entry, navigation
from web.render import fragment, redirect
from web.toasts import Toast

TEMPLATES: Final = "crm/sales/lead/templates"
_ONE: Final = "/{workspace:str}/leads/{record_id:uuid}"
WORKED: Final = ["new", "assigned", "working", "qualified"]

present(
    LEAD,
    Presentation(
        columns=(
            "status",
            "next_action_at",
            "phones",
            "source",
            "owner_id",
            "created_at",
        ),
        facts=(
            "status",
            "reason",
            "company_name",
            "emails",
            "phones",
            "handles",
            "source",
            "campaign",
            "partners",
            "qualified_by",
            "score",
            "owner_id",
            "first_response_at",
            "converted_at",
            "companies",
            "contacts",
            "deals",
        ),
        first=("name", "company_name", "phones", "emails", "source"),
        search=("name", "company_name", "emails", "phones"),
        detail="company_name",
        body="notes",
        inline=frozenset({"phones", "source", "company_name"}),
        views=(
            ListView("worked", lazy("To work on"), Test("status", "in", WORKED)),
            MINE,
            ListView("new", lazy("Just in"), Test("status", "in", ["new", "assigned"])),
            ListView("converted", lazy("Converted"), Test("status", "eq", "converted")),
            ALL,
        ),
        empty=lazy("Add whoever asked for something: a name is enough."),
        new_label=lazy("New lead"),
        icon="magnet",
        board_at="/board",
    ),
)
navigation.add(
    "main",
    Entry(
        key="leads",
        label=lazy("Leads"),
        icon="magnet",
        path="leads",
        order=32,
        permission="lead:see",
        letter="l",
    ),
)
navigation.add(
    "new",
    Entry(
        key="lead",
        label=lazy("New lead"),
        icon="magnet",
        path="leads/new",
        order=24,
        permission="lead:create",
    ),
)


@get(f"{_ONE}/conversion", needs="lead:edit", include_in_schema=False)
async def conversion_dialog(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    """What it becomes; known customers that look like it are offered first."""
    return await asked_how(ctx, await Leads(ctx.uow, ctx.principal).get(record_id))


async def asked_how(ctx: Ctx, lead: View) -> Response[str]:
    """The dialog itself."""
    return fragment(
        f"{TEMPLATES}/conversion.html",
        lead=lead,
        companies=await known_companies(ctx.uow, ctx.principal, lead),
        contacts=await known_contacts(ctx.uow, ctx.principal, lead),
        currencies=list(dict.fromkeys((ctx.principal.currency, *COMMON_CURRENCIES))),
    )


@post(f"{_ONE}/conversion", needs="lead:edit", include_in_schema=False)
async def convert_by_form(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    """Convert, and go to the deal."""
    wish = _wish(await sent(ctx.request))
    lead = await convert(Leads(ctx.uow, ctx.principal), record_id, wish)
    at = shell.current().at
    place = next(f"{p}/{lead[p][0]}" for p in ("deals", "contacts", "companies") if lead[p])
    toast = Toast(_("The lead is converted."), undo=at(f"leads/{record_id}/unconversion"))
    return redirect(at(place), toast=toast)


@post(f"{_ONE}/unconversion", needs="lead:edit", include_in_schema=False)
async def unconvert_by_form(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    """Take the conversion back."""
    await unconvert(Leads(ctx.uow, ctx.principal), record_id)
    toast = Toast(_("The conversion is taken back."))
    return redirect(shell.current().at(f"leads/{record_id}"), toast=toast)


@post(f"{_ONE}/state", needs="lead:edit", include_in_schema=False)
async def settle_by_form(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    """Qualified, given up, put off, or none of these."""
    data = await sent(ctx.request)
    leads, reason = Leads(ctx.uow, ctx.principal), data.get("reason")
    match data.get("to"):
        case "qualified":
            await leads.qualify(record_id)
        case "disqualified":
            await leads.disqualify(record_id, reason)
        case "recycled":
            await leads.recycle(record_id, reason)
        case _:
            await leads.resume(record_id)
    return redirect(shell.current().at(f"leads/{record_id}"), toast=Toast(_("Saved.")))


def _wish(data: Sent) -> Conversion:
    company = next(iter(ids([data.get("company_id")])), None)
    amount = data.get("amount").strip()
    money = None
    if amount:
        try:
            typed = f"{amount} {data.get('currency')}"
            money = Money(**kind_of(DEAL.fields["amount"]).read(DEAL.fields["amount"], typed))
        except ValueError as error:
            raise Invalid(_("The amount cannot be read. Please check it.")) from error
    return Conversion(
        company_id=company,
        company_name=data.get("company_name")[:200] or None,
        as_person=data.get("company_id") == "person",
        with_company=data.get("company_id") != "none",
        contact_id=next(iter(ids([data.get("contact_id")])), None),
        with_deal=data.get("with_deal") == "1",
        deal_name=data.get("deal_name")[:200] or None,
        amount=money,
    )


async def _buttons(ctx: Ctx, _kind: RecordType, _lead: View) -> dict[str, Any]:
    return {"reasons": reasons(LEAD, "reason", ctx.principal)}


add_panel(
    Panel(
        name="lead-buttons",
        place="actions",
        template=f"{TEMPLATES}/buttons.html",
        applies=lambda kind: kind is LEAD,
        load=_buttons,
        needs="lead:edit",
    )
)

ROUTES = [conversion_dialog, convert_by_form, unconvert_by_form, settle_by_form]
