"""The pool's page: what waits, and taking it, one by one or several at once."""

from typing import Any
from uuid import UUID

from litestar.params import FromPath
from litestar.response import Response

from crm.customers.pool import service, taking
from crm.customers.pool.looking import look
from crm.customers.pool.lying import lying
from crm.customers.pool.model import ENTRY_CAUSES
from crm.customers.pool.standing import Standing, standing
from crm.records.bulk import MOST, Outcome, each
from crm.records.fields import Field
from crm.records.identities import spaced_phone
from crm.records.kinds import kind_of
from crm.records.narrowing import as_seen
from crm.records.pages.forms import Sent, ids, sent
from crm.records.pages.list import Long, Short
from crm.records.people import People, people
from crm.records.service import service_of
from kernel.errors import Invalid, NotFound
from kernel.formats import DASH
from kernel.http import MEMBER, Ctx, get, post
from kernel.i18n import _, lazy
from web import shell
from web.nav import Entry, navigation
from web.render import fragment, page, redirect
from web.toasts import Toast

TEMPLATES = "crm/customers/pool/templates"
_COLUMNS = ("level", "industry", "city", "company_name", "phones", "last_activity_at")

navigation.add(
    "main",
    Entry(
        key="pool",
        label=lazy("Pool"),
        icon="inbox",
        path="pools",
        order=35,
        permission="company:see",
        letter="u",
    ),
)


@get("/{workspace:str}/pools", needs=MEMBER, include_in_schema=False)
async def pools_page(ctx: Ctx) -> Response[str]:
    """Straight to the only pool; else a choice of them."""
    found = await service.pools(ctx.uow, ctx.principal)
    if len(found) == 1:
        return redirect(shell.current().at(f"pools/{found[0].id}"))
    return page(f"{TEMPLATES}/pools.html", pools=found)


@get("/{workspace:str}/pools/{pool_id:uuid}", needs=MEMBER, include_in_schema=False)
async def pool_page(
    ctx: Ctx, pool_id: FromPath[UUID], q: Short = "", after: Long = ""
) -> Response[str]:
    """What waits there; with `?after=` only more of it."""
    place = await standing(ctx.uow, ctx.principal, pool_id)
    found = await lying(ctx.uow, ctx.principal, place, q=q, after=after)
    everybody = await people(ctx.uow)
    context: dict[str, Any] = {
        "place": place,
        "found": found,
        "q": q,
        "columns": _columns(place),
        "said": lambda field, value: _said(everybody, field, value),
        "causes": ENTRY_CAUSES,
        "may_claim": place.enabled and ctx.principal.may(f"{place.record_type}:edit"),
        "plural": place.kind.plural,
        "sees_all": ctx.principal.scope == "all",
        "may_look": bool(place.hidden_fields) and (place.admin or place.daily_views > 0),
    }
    if after and shell.current().partial:
        return fragment(f"{TEMPLATES}/rows.html", **context)
    pools = await service.pools(ctx.uow, ctx.principal)
    return page(f"{TEMPLATES}/pool.html", people=everybody, pools=pools, **context)


@post(
    "/{workspace:str}/pools/{pool_id:uuid}/looks/{record_id:uuid}",
    needs=MEMBER,
    include_in_schema=False,
)
async def look_at(ctx: Ctx, pool_id: FromPath[UUID], record_id: FromPath[UUID]) -> Response[str]:
    """What is hidden of one, in a dialog."""
    record = await look(ctx.uow, ctx.principal, pool_id, record_id)
    place = await standing(ctx.uow, ctx.principal, pool_id)
    kind = as_seen(place.kind, ctx.principal)
    named = [f for name, f in kind.fields.items() if name in place.hidden_fields]
    everybody = await people(ctx.uow)
    facts = [(str(f.label), _said(everybody, f, record[f.name]) or DASH) for f in named]
    return fragment(f"{TEMPLATES}/look.html", record=record, facts=facts)


@post("/{workspace:str}/pools/{pool_id:uuid}/bulk", needs=MEMBER, include_in_schema=False)
async def act(ctx: Ctx, pool_id: FromPath[UUID]) -> Response[str]:
    """Claim, assign, move or throw away what is selected, with a result for each."""
    data = await sent(ctx.request)
    place = await standing(ctx.uow, ctx.principal, pool_id)
    # In one order, so that two who take the same ones never wait for each other.
    chosen = sorted(ids(data.all("one") or data.all("ids")))
    if not chosen or len(chosen) > MOST:
        raise Invalid(_("Select 1 to %(most)s records."), most=MOST)
    outcomes = await _act(ctx, place, data, chosen)
    back = shell.current().at(f"pools/{pool_id}")
    if len(outcomes) == 1:
        return _one(place, data, outcomes[0], back)
    names = await _names(ctx, place, chosen)
    return page(f"{TEMPLATES}/results.html", place=place, outcomes=outcomes, names=names, back=back)


async def _act(ctx: Ctx, place: Standing, data: Sent, chosen: list[UUID]) -> list[Outcome]:
    uow, me = ctx.uow, ctx.principal
    records = service_of(place.record_type, uow, me)
    others = ids([data.get("member_id") or data.get("pool_id")])
    match data.get("act"):
        case "claim":
            return await each(records, chosen, lambda i: taking.claim(uow, me, place.id, i))
        case "assign" if others:
            return await each(
                records, chosen, lambda i: taking.assign(uow, me, place.id, i, others[0])
            )
        case "move" if others:
            return await each(
                records, chosen, lambda i: taking.move(uow, me, place.id, i, others[0])
            )
        case "discard":
            return await each(records, chosen, lambda i: taking.discard(uow, me, place.id, i))
        case "assign" | "move":
            raise Invalid(_("Choose where it goes first."))
    raise NotFound


def _one(place: Standing, data: Sent, outcome: Outcome, back: str) -> Response[str]:
    if outcome.error:
        return redirect(back, toast=Toast(outcome.error, "error"))
    if data.get("act") == "claim":
        here = shell.current().at(f"{place.kind.plural}/{outcome.id}")
        return redirect(here, toast=Toast(_("It is yours now.")))
    return redirect(back, toast=Toast(_("Done.")))


async def _names(ctx: Ctx, place: Standing, chosen: list[UUID]) -> dict[UUID, str]:
    """Of those that lie or lay in this pool, and so were seen here."""
    rows = await ctx.uow.fetch(
        "SELECT r.id, r.title FROM record r WHERE r.tenant_id = $1 AND r.id = ANY($2) "
        "AND EXISTS (SELECT 1 FROM pool_entry e WHERE e.tenant_id = $1 AND e.record_id = r.id "
        "AND e.pool_id = $3)",
        ctx.principal.tenant_id,
        chosen,
        place.id,
    )
    return {row["id"]: row["title"] for row in rows}


def _columns(place: Standing) -> list[Field]:
    fields = place.kind.fields
    return [fields[n] for n in _COLUMNS if n in fields and n not in place.hidden_fields]


def _said(everybody: People, field: Field, value: Any) -> str:
    if value and field.kind == "identities" and field.identity == "phone" and not field.masked:
        return ", ".join(spaced_phone(entry["value"]) for entry in value)
    return kind_of(field).said(field, value, everybody.name) if value else ""


ROUTES = [pools_page, pool_page, look_at, act]
