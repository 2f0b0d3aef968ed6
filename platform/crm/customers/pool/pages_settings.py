"""Pools as administrators set them up."""

from typing import Any
from uuid import UUID

from litestar.params import FromPath
from litestar.response import Response

from crm.customers.company.model import COMPANY
from crm.customers.ownership.service import KEPT
from crm.customers.pool.service import NewPool, PoolEdit, edit, make, pool, pools
from crm.customers.reclaim.due import WORDS
from crm.customers.reclaim.ports import known
from crm.customers.reclaim.rules import PoolRule, node_of, rules_of
from crm.records.pages import lines
from crm.records.pages.forms import Sent, ids, sent
from crm.records.people import people
from crm.records.types import record_type
from kernel.errors import Invalid
from kernel.http import Ctx, get, post
from kernel.i18n import _, lazy
from tenants.teams.tree import teams
from tenants.workspace.answers import here, settled
from web.nav import Entry, navigation
from web.render import page

AT = "settings/pools"
NEEDS = "settings:workspace"
TEMPLATES = "crm/customers/pool/templates"

navigation.add(
    "settings",
    Entry(
        key="pools",
        label=lazy("Pools and rules"),
        icon="inbox",
        path=AT,
        order=136,
        permission=NEEDS,
    ),
)


@get(f"/{{workspace:str}}/{AT}", needs=NEEDS, include_in_schema=False)
async def pools_settings(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    kinds = [(name, str(record_type(name).label_plural)) for name in sorted(KEPT)]
    found = await pools(ctx.uow, ctx.principal)
    return page(f"{TEMPLATES}/settings.html", pools=found, kinds=kinds)


@post(f"/{{workspace:str}}/{AT}", needs=NEEDS, include_in_schema=False)
async def make_pool(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    data = await sent(ctx.request)
    wish = NewPool(name=data.get("name")[:80], record_type=data.get("record_type", "company"))
    work = make(ctx.uow, ctx.principal, wish)
    return await settled(ctx, work, here(ctx, AT), _("Pool made."))


@get(f"/{{workspace:str}}/{AT}/{{pool_id:uuid}}", needs=NEEDS, include_in_schema=False)
async def pool_settings(
    ctx: Ctx, workspace: FromPath[str], pool_id: FromPath[UUID]
) -> Response[str]:
    found = await pool(ctx.uow, ctx.principal, pool_id)
    offered = [(k, w) for k, w in WORDS.items() if k != "no_new_deal" or known.deals is not None]
    return page(
        f"{TEMPLATES}/pool_settings.html",
        pool=found,
        people=await people(ctx.uow),
        teams=await teams(ctx.uow),
        fields=[f for f in record_type(found.record_type).fields.values() if f.name != "name"],
        rules=[(rule, _whom(ctx, rule)) for rule in await rules_of(ctx.uow, pool_id)],
        asked=lines.offered(ctx.principal, COMPANY, lines.MORE),
        typed=Sent([]),
        words=WORDS,
        offered=offered,
        levels=record_type("company").fields["level"].choices,
    )


@post(f"/{{workspace:str}}/{AT}/{{pool_id:uuid}}", needs=NEEDS, include_in_schema=False)
async def change_pool(ctx: Ctx, workspace: FromPath[str], pool_id: FromPath[UUID]) -> Response[str]:
    data = await sent(ctx.request)

    async def work() -> None:
        await edit(ctx.uow, ctx.principal, pool_id, _read(data))

    return await settled(ctx, work(), here(ctx, f"{AT}/{pool_id}"), _("Saved."))


def _read(data: Sent) -> PoolEdit:
    return PoolEdit(
        name=data.get("name")[:80],
        enabled=data.has("enabled"),
        hidden_fields=data.all("hidden_fields"),
        previous_owner_days=whole(data, "previous_owner_days", 3650),
        new_entry_hours=whole(data, "new_entry_hours", 87_600),
        daily_views=whole(data, "daily_views", 10_000),
        members=ids(data.all("members")),
        admins=ids(data.all("admins")),
        teams=ids(data.all("teams")),
    )


def _whom(ctx: Ctx, rule: PoolRule) -> str:
    """Of which customers, where it does not look at all."""
    if rule.filter is None:
        return ""
    return lines.in_words(ctx.principal, COMPANY, node_of(rule), "")


def whole(data: Sent, name: str, most: int, least: int = 0) -> int:
    """A whole number from a form, within its bounds; empty is the least."""
    text: Any = data.get(name).strip() or str(least)
    if not text.isdecimal() or not least <= int(text[:9]) <= most:
        why = _("From %(least)s to %(most)s, please.") % {"least": least, "most": most}
        raise Invalid(fields={name: why})
    return int(text)


ROUTES = [pools_settings, make_pool, pool_settings, change_pool]
