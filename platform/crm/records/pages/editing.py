"""Creating and editing on pages: the whole form, in a dialog or alone, and records to choose."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Response

from crm.records.duplicates.hints import hints
from crm.records.duplicates.words import why
from crm.records.narrowing import as_seen
from crm.records.pages.forms import Form, Sent, ids, sent
from crm.records.pages.list import TEMPLATES
from crm.records.pages.picking import candidates
from crm.records.pages.presenting import presentation_of
from crm.records.people import people
from crm.records.reading import View
from crm.records.service import service_of
from crm.records.types import RecordType
from kernel.errors import Conflict, Invalid, NotFound, Stale
from kernel.http import Ctx, get, post
from kernel.i18n import _
from web import shell
from web.render import fragment, page, redirect
from web.toasts import Toast


class Suspected(Conflict):
    """Such a record is there; it is made if its maker says so."""


def form_routes(kind: RecordType) -> list[HTTPRouteHandler]:
    """New and edit, with what they need."""
    return [*_new(kind), *_edit(kind), *_choose(kind)]


def _new(kind: RecordType) -> list[HTTPRouteHandler]:
    name = kind.name

    @get(f"/{{workspace:str}}/{kind.plural}/new", needs=f"{name}:create", include_in_schema=False)
    async def new_page(ctx: Ctx) -> Response[str]:
        """An empty form; addresses may fill some of it (`?links=<id>`)."""
        seen = as_seen(kind, ctx.principal)
        form = Form(seen, all_fields(seen, new=True))
        for field, value in ctx.request.query_params.multi_items():
            if field in form.names and seen.target_of(field) is not None:
                form.raw[field] = [*form.raw[field], *(str(i) for i in ids([value]))]
            elif field in form.names:
                form.raw[field] = value[:500]
        return await shown_form(ctx, seen, form)

    @post(f"/{{workspace:str}}/{kind.plural}", needs=f"{name}:create", include_in_schema=False)
    async def create(ctx: Ctx) -> Response[str]:
        """Save a new record and go to it."""
        data = await sent(ctx.request)
        service = service_of(name, ctx.uow, ctx.principal)
        seen = service.seen
        form = Form(seen, all_fields(seen, new=True)).take(data)

        async def save() -> View:
            values = {k: v for k, v in form.values().items() if v not in (None, [])}
            for field, relation in seen.relations.items():
                made = [
                    await service_of(relation.target, ctx.uow, ctx.principal).create({"name": n})
                    for n in data.all(f"new_{field}")
                    if relation.editable
                    and relation.target
                    and ctx.principal.may(f"{relation.target}:create")
                ]
                if made:
                    values[field] = [*values.get(field, []), *(m["id"] for m in made)]
            record = await service.create(values)
            await _demand_new(ctx, form, record, data)
            return record

        made = await attempt(ctx, form, save)
        if made is None:
            return await shown_form(ctx, seen, form, status_code=422)
        here = shell.current().at(f"{kind.plural}/{made['id']}")
        return redirect(here, toast=Toast(_("%(name)s saved.") % {"name": made["title"][:80]}))

    return [new_page, create]


async def _demand_new(ctx: Ctx, form: Form, made: View, data: Sent) -> None:
    """Ask first where such a record is there already."""
    if form.kind.matched_by is not None and not data.has("anyway"):
        form.hints = await hints(ctx.uow, ctx.principal, form.kind, made, but=(made["id"],))
        if form.hints.serious:
            raise Suspected


def _edit(kind: RecordType) -> list[HTTPRouteHandler]:
    name = kind.name
    path = f"/{{workspace:str}}/{kind.plural}/{{record_id:uuid}}/edit"

    @get(path, needs=f"{name}:edit", include_in_schema=False)
    async def edit_page(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
        """The form as the record stands."""
        service = service_of(name, ctx.uow, ctx.principal)
        record, seen = await service.editable(record_id), service.seen
        return await shown_form(ctx, seen, Form(seen, all_fields(seen)).fill(record), record)

    @post(path, needs=f"{name}:edit", include_in_schema=False)
    async def edit(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
        """Save the whole form, unless somebody changed the record meanwhile."""
        service = service_of(name, ctx.uow, ctx.principal)
        seen = service.seen
        form = Form(seen, all_fields(seen)).take(await sent(ctx.request))

        async def save() -> View:
            return await service.edit(record_id, form.values(), form.version)

        saved = await attempt(ctx, form, save)
        if saved is None:
            record = await service.get(record_id)
            form.version = record["version"]
            return await shown_form(ctx, seen, form, record, status_code=422)
        here = shell.current().at(f"{kind.plural}/{record_id}")
        return redirect(here, toast=Toast(_("Saved.")))

    return [edit_page, edit]


def _choose(kind: RecordType) -> list[HTTPRouteHandler]:
    @get(
        f"/{{workspace:str}}/{kind.plural}/choose/{{relation:str}}",
        needs=f"{kind.name}:edit",
        include_in_schema=False,
    )
    async def choose(ctx: Ctx, relation: FromPath[str]) -> Response[str]:
        """What is chosen, and what the typed letters find."""
        seen = as_seen(kind, ctx.principal)
        if seen.target_of(relation) is None:
            raise NotFound
        params = ctx.request.query_params
        typed = params.get(f"q_{relation}", "")
        found = await candidates(
            ctx.uow,
            ctx.principal,
            seen,
            relation,
            chosen=ids(params.getall(relation, [])),
            q=typed,
        )
        context: dict[str, Any] = {
            "kind": seen,
            "relation": relation,
            "found": found,
            "typed": typed.strip(),
        }
        target = kind.relations[relation].target if relation in kind.relations else ""
        may_make = bool(target) and ctx.principal.may(f"{target}:create")
        return fragment(f"{TEMPLATES}/choices.html", may_make=may_make, **context)

    return [choose]


def all_fields(kind: RecordType, *, new: bool = False) -> list[str]:
    """Every field of the form: the short form's first, then the others."""
    asked = [f.name for f in kind.fields.values() if f.editable or (new and f.once)]
    first = [n for n in presentation_of(kind).first if n in kind.relations or n in asked]
    rest = [name for name in asked if name not in first]
    relations = [n for n, r in kind.relations.items() if r.editable and n not in first]
    return [*first, *relations, *rest]


async def attempt(ctx: Ctx, form: Form, save: Callable[[], Awaitable[View]]) -> View | None:
    """Save; None when it was refused, with the refusal on the form."""
    try:
        async with ctx.uow.savepoint():
            return await save()
    except Stale:
        form.alert = _(
            "This was changed by somebody else meanwhile. What you typed is still here: look at "
            "the record as it is now, then save again to overwrite it."
        )
    except Suspected:
        form.alert = ""
    except (Invalid, Conflict) as error:
        form.refuse(error)
    return None


async def shown_form(
    ctx: Ctx,
    kind: RecordType,
    form: Form,
    record: View | None = None,
    *,
    status_code: int = 200,
) -> Response[str]:
    """The form as a page, or in the dialog where htmx asks."""
    found = {
        name: await candidates(ctx.uow, ctx.principal, kind, name, chosen=ids(form.raw[name]), q="")
        for name in form.names
        if kind.target_of(name) is not None
    }
    first = presentation_of(kind).first
    context: dict[str, Any] = {
        "kind": kind,
        "shown": presentation_of(kind),
        "form": form,
        "record": record,
        "found": found,
        "people": await people(ctx.uow),
        "first": [name for name in form.names if name in first],
        "rest": [name for name in form.names if name not in first],
        "may_transfer": ctx.principal.may(f"{kind.name}:transfer") or kind.name == "task",
        "me": str(ctx.principal.member_id),
        "base_currency": ctx.principal.currency,
        "status_code": status_code,
        "why": why,
    }
    if shell.current().partial:
        return fragment(f"{TEMPLATES}/form_dialog.html", **context)
    return page(f"{TEMPLATES}/form_page.html", **context)
