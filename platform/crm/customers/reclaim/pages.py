"""Rules by form, requests for more days, and what a customer's page says of its owner."""

from typing import Any
from uuid import UUID

from litestar.params import FromPath
from litestar.response import Response

from crm.customers.company.model import COMPANY
from crm.customers.completeness.service import HAPPENINGS, completeness
from crm.customers.ownership.model import CAUSES
from crm.customers.ownership.service import spans_of
from crm.customers.pool import taking
from crm.customers.pool.pages_settings import AT, NEEDS, whole
from crm.customers.pool.service import pools
from crm.customers.protection.service import lift, protect, protection_of
from crm.customers.reclaim.due import WORDS, Condition, Rule
from crm.customers.reclaim.extending import ASKED, ask, decide, extensions
from crm.customers.reclaim.rules import drop_rule, put_rule
from crm.customers.reclaim.service import verdict_of
from crm.records.narrowing import as_seen
from crm.records.pages.forms import Sent, ids, sent
from crm.records.pages.lines import MORE, condition_of
from crm.records.pages.panels import Panel, add_panel
from crm.records.service import service_of
from kernel import clock
from kernel.errors import Invalid, NotFound
from kernel.formats import local
from kernel.http import MEMBER, Ctx, get, post
from kernel.i18n import _
from kernel.principal import Principal
from tenants.notifications.pages import PLACES
from tenants.workspace.answers import here, settled
from web import shell
from web.render import fragment, page

TEMPLATES = "crm/customers/reclaim/templates"
_ONE = "/{workspace:str}/companies/{record_id:uuid}"


add_panel(
    Panel(
        name="ownership",
        place="side",
        template=f"{TEMPLATES}/panel.html",
        applies=lambda kind: kind.name == "company",
        href=lambda _kind, record: f"companies/{record['id']}/ownership",
    )
)


@get(f"{_ONE}/ownership", needs="company:see", include_in_schema=False)
async def ownership(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    """Owners, protection, days left, and what can be done about them."""
    record = await service_of("company", ctx.uow, ctx.principal).get(record_id)
    verdict = await verdict_of(ctx.uow, record_id)
    mine = record["owner_id"] == ctx.principal.member_id
    transfers = ctx.principal.may("company:transfer")
    context: dict[str, Any] = {
        "record": record,
        "base": shell.current().at(f"companies/{record_id}"),
        "verdict": verdict,
        "guard": await protection_of(ctx.uow, ctx.principal, record_id),
        "spans": await spans_of(ctx.uow, ctx.principal, record_id),
        "pools": [p for p in await pools(ctx.uow, ctx.principal, "company") if p.enabled],
        "causes": CAUSES,
        "complete": await completeness(ctx.uow, ctx.principal, record),
        "labels": {n: f.label for n, f in as_seen(COMPANY, ctx.principal).fields.items()},
        "happenings": [(key, str(label)) for key, label in HAPPENINGS.items()],
        "today": local(clock.now()).date().isoformat(),
        "mine": mine,
        "may_act": ctx.principal.may("company:edit") and (mine or transfers),
    }
    if shell.current().partial:
        return fragment(f"{TEMPLATES}/ownership.html", **context)
    return page(f"{TEMPLATES}/ownership_page.html", **context)


@post(f"{_ONE}/release", needs="company:edit", include_in_schema=False)
async def release(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    """Into the pool, with the reason."""
    data = await sent(ctx.request)
    chosen = ids([data.get("pool_id")])

    async def work() -> None:
        if not chosen or not data.get("reason").strip():
            raise Invalid(_("Choose a pool and say why."))
        await taking.release(ctx.uow, ctx.principal, chosen[0], record_id, data.get("reason"))

    await service_of("company", ctx.uow, ctx.principal).get(record_id)
    back = here(ctx, "companies" if chosen else f"companies/{record_id}")
    return await settled(ctx, work(), back, _("It lies in the pool."))


@post(f"{_ONE}/protection", needs="company:edit", include_in_schema=False)
async def protect_by_form(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    """For so many days."""
    data = await sent(ctx.request)
    records = service_of("company", ctx.uow, ctx.principal)
    await records.get(record_id)

    async def work() -> None:
        days = whole(data, "days", 3650, least=1)
        await protect(records, record_id, days, data.get("reason"))

    return await settled(ctx, work(), here(ctx, f"companies/{record_id}"), _("Protected."))


@post(f"{_ONE}/protection/lifting", needs="company:edit", include_in_schema=False)
async def lift_by_form(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    """It holds no more."""
    work = lift(service_of("company", ctx.uow, ctx.principal), record_id)
    return await settled(ctx, work, here(ctx, f"companies/{record_id}"), _("Not protected."))


@post(f"{_ONE}/extension", needs="company:edit", include_in_schema=False)
async def ask_by_form(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    """For more days."""
    data = await sent(ctx.request)
    await service_of("company", ctx.uow, ctx.principal).get(record_id)

    async def work() -> None:
        days = whole(data, "days", 365, least=1)
        await ask(ctx.uow, ctx.principal, record_id, days, data.get("reason"))

    return await settled(ctx, work(), here(ctx, f"companies/{record_id}"), _("Asked."))


PLACES[ASKED] = "extension-requests"


@get("/{workspace:str}/extension-requests", needs=MEMBER, include_in_schema=False)
async def requests_page(ctx: Ctx) -> Response[str]:
    """One's own requests, and those to decide."""
    found = await extensions(ctx.uow, ctx.principal)
    return page(f"{TEMPLATES}/requests.html", requests=found)


@get(
    "/{workspace:str}/extension-requests/{request_id:uuid}",
    needs=MEMBER,
    include_in_schema=False,
)
async def request_page(ctx: Ctx, request_id: FromPath[UUID]) -> Response[str]:
    """One of them, as a notification leads to it."""
    found = [x for x in await extensions(ctx.uow, ctx.principal) if x.id == request_id]
    if not found:
        raise NotFound
    return page(f"{TEMPLATES}/requests.html", requests=found)


@post(
    "/{workspace:str}/extension-requests/{request_id:uuid}/decision",
    needs=MEMBER,
    include_in_schema=False,
)
async def decide_by_form(ctx: Ctx, request_id: FromPath[UUID]) -> Response[str]:
    """Granted or refused."""
    data = await sent(ctx.request)
    work = decide(ctx.uow, ctx.principal, request_id, granted=data.get("granted") == "1")
    return await settled(ctx, work, here(ctx, "extension-requests"), _("Decided."))


@post(f"/{{workspace:str}}/{AT}/{{pool_id:uuid}}/rules", needs=NEEDS, include_in_schema=False)
async def make_rule(ctx: Ctx, pool_id: FromPath[UUID]) -> Response[str]:
    """One more rule."""
    data = await sent(ctx.request)

    async def work() -> None:
        await put_rule(ctx.uow, ctx.principal, pool_id, _read(ctx.principal, data))

    return await settled(ctx, work(), here(ctx, f"{AT}/{pool_id}"), _("Rule added."))


@post(
    f"/{{workspace:str}}/{AT}/{{pool_id:uuid}}/rules/{{rule_id:uuid}}/deletion",
    needs=NEEDS,
    include_in_schema=False,
)
async def delete_rule(ctx: Ctx, pool_id: FromPath[UUID], rule_id: FromPath[UUID]) -> Response[str]:
    """One rule less."""
    work = drop_rule(ctx.uow, ctx.principal, pool_id, rule_id)
    return await settled(ctx, work, here(ctx, f"{AT}/{pool_id}"), _("Rule deleted."))


def _read(me: Principal, data: Sent) -> Rule:
    levels = {
        level: days
        for level in ("A", "B", "C", "D")
        if (days := whole(data, f"level_{level}", 3650))
    }
    found = [(kind, whole(data, kind, 3650)) for kind in WORDS]
    conditions = [Condition(kind=kind, days=days, levels=levels) for kind, days in found if days]  # type: ignore[arg-type]
    if not conditions:
        raise Invalid(_("Say the days of at least one condition."))
    return Rule(
        match="all" if data.get("match") == "all" else "any",
        conditions=conditions,
        remind_days=whole(data, "remind_days", 365),
        spare_customers=data.has("spare_customers"),
        filter=condition_of(me, COMPANY, data, MORE) or None,
    )


ROUTES = [
    ownership,
    release,
    protect_by_form,
    lift_by_form,
    ask_by_form,
    requests_page,
    request_page,
    decide_by_form,
    make_rule,
    delete_rule,
]
