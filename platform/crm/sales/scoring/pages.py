"""Rules that give points as a page of the settings, and why a lead has its score on its page."""

from typing import Any
from uuid import UUID

from litestar.params import FromPath
from litestar.response import Response

from crm.customers.pool.pages_settings import whole
from crm.records.pages.forms import Sent, sent
from crm.records.pages.panels import Panel, add_panel
from crm.sales.conditions import condition_of, in_words, offered
from crm.sales.lead.model import LEAD
from crm.sales.lead.service import Leads
from crm.sales.scoring.rules import Preview, RuleWish, drop, make, preview, rules
from crm.sales.scoring.service import explained
from kernel.errors import Invalid, Refused
from kernel.http import Ctx, get, post
from kernel.i18n import _, lazy
from tenants.audit.words import THINGS, Thing, plainly
from tenants.workspace.answers import here, settled, why
from web import shell
from web.nav import Entry, navigation
from web.render import fragment, page

AT = "settings/scoring"
NEEDS = "settings:workspace"
TEMPLATES = "crm/sales/scoring/templates"
_DIGITS = 4

THINGS["score_rule"] = Thing(lazy("Lead scoring"), plainly)
navigation.add(
    "settings",
    Entry(
        key="scoring",
        label=lazy("Lead scoring"),
        icon="trending-up",
        path=AT,
        order=141,
        permission=NEEDS,
    ),
)


@get(f"/{{workspace:str}}/{AT}", needs=NEEDS, include_in_schema=False)
async def scoring_page(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    return await _page(ctx)


@post(f"/{{workspace:str}}/{AT}", needs=NEEDS, include_in_schema=False)
async def add_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    """Add the rule, or only show what it would match."""
    data = await sent(ctx.request)
    if data.has("preview"):
        try:
            found = await preview(ctx.uow, ctx.principal, condition_of(ctx.principal, data))
        except Refused as error:
            return await _page(ctx, data, alert=why(error))
        return await _page(ctx, data, found)

    async def work() -> None:
        await make(ctx.uow, ctx.principal, _wish(ctx, data))

    return await settled(ctx, work(), here(ctx, AT), _("Saved. The scores follow in a moment."))


@post(
    f"/{{workspace:str}}/{AT}/{{score_rule_id:uuid}}/deletion", needs=NEEDS, include_in_schema=False
)
async def drop_by_form(
    ctx: Ctx, workspace: FromPath[str], score_rule_id: FromPath[UUID]
) -> Response[str]:
    work = drop(ctx.uow, ctx.principal, score_rule_id)
    return await settled(ctx, work, here(ctx, AT), _("Deleted."))


async def _page(
    ctx: Ctx, data: Sent | None = None, found: Preview | None = None, alert: str = ""
) -> Response[str]:
    known = await rules(ctx.uow)
    return page(
        f"{TEMPLATES}/scoring.html",
        rules=[(rule, in_words(ctx.principal, rule.text)) for rule in known],
        offered=offered(ctx.principal),
        typed=data or Sent([]),
        found=found,
        alert=alert,
    )


def _wish(ctx: Ctx, data: Sent) -> RuleWish:
    text = data.get("points").strip()
    digits = text.removeprefix("-")
    if not digits.isdecimal() or len(digits) > _DIGITS or not -100 <= int(text) <= 100:  # noqa: PLR2004
        raise Invalid(fields={"points": _("From -100 to 100 points, please.")})
    if not data.get("name").strip():
        raise Invalid(fields={"name": _("Give the rule a name.")})
    days = whole(data, "half_life_days", 3650)
    return RuleWish(
        name=data.get("name")[:80],
        side="behaviour" if data.get("side") == "behaviour" else "fit",
        condition=condition_of(ctx.principal, data),
        points=int(text),
        half_life_days=days or None,
    )


add_panel(
    Panel(
        name="lead-score",
        place="side",
        template=f"{TEMPLATES}/panel.html",
        applies=lambda kind: kind.name == LEAD.name,
        href=lambda _kind, record: f"leads/{record['id']}/score",
    )
)


@get("/{workspace:str}/leads/{record_id:uuid}/score", needs="lead:see", include_in_schema=False)
async def score_page(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    """The score, the rules that give it, and the guess."""
    lead = await Leads(ctx.uow, ctx.principal).get(record_id)
    context: dict[str, Any] = {
        "record": lead,
        "score": await explained(ctx.uow, ctx.principal, lead),
    }
    if shell.current().partial:
        return fragment(f"{TEMPLATES}/score.html", **context)
    return page(f"{TEMPLATES}/score_page.html", **context)


ROUTES = [scoring_page, add_by_form, drop_by_form, score_page]
