"""Settings → Fields: what the workspace adds to its records."""

from typing import Any
from uuid import UUID

from litestar.params import FromPath
from litestar.response import Response

from crm.records.shape import service
from crm.records.types import record_types
from kernel.http import Ctx, get, post
from kernel.i18n import LANGUAGES, _, lazy
from tenants.people.doors import form_of
from tenants.workspace.answers import here, settled
from web.nav import Entry, navigation
from web.render import page, redirect
from web.toasts import Toast

AT = "/{workspace:str}/settings/fields"
PAGE = "settings/fields"
NEEDS = "settings:workspace"
TEMPLATES = "crm/records/shape/templates"
KINDS = {
    "text": lazy("Text"),
    "long_text": lazy("Long text"),
    "number": lazy("Whole number"),
    "money": lazy("Amount"),
    "date": lazy("Day"),
    "moment": lazy("Time"),
    "choice": lazy("Choice"),
    "multi_choice": lazy("Several choices"),
    "yes_no": lazy("Yes or no"),
    "member": lazy("Colleague"),
    "record": lazy("Another record"),
    "url": lazy("Web address"),
    "email": lazy("Email"),
    "phone": lazy("Phone"),
}
MARK_WORDS = {
    "required": lazy("Must be filled in"),
    "in_list": lazy("Show in lists"),
    "in_form": lazy("Ask on the short form"),
    "searchable": lazy("Find its text by search"),
}
_TEXTS = (*(f"label_{code}" for code in LANGUAGES), *(f"help_{code}" for code in LANGUAGES))

navigation.add(
    "settings",
    Entry(
        key="fields",
        label=lazy("Fields"),
        icon="text-cursor-input",
        path=PAGE,
        order=115,
        permission=NEEDS,
    ),
)


@get(AT, needs=NEEDS, include_in_schema=False)
async def fields_page(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    """The fields of every type, and a form for one more."""
    found = await service.fields(ctx.uow, ctx.principal)
    kinds = list(record_types())
    return page(
        f"{TEMPLATES}/fields.html",
        groups=[(kind, [f for f in found if f.type == kind.name]) for kind in kinds],
        types=[(kind.name, str(kind.label_plural)) for kind in kinds],
        kinds=[(code, str(label)) for code, label in KINDS.items()],
        kind_words=KINDS,
        marks=MARK_WORDS,
        spoken=LANGUAGES,
    )


@post(AT, needs=NEEDS, include_in_schema=False)
async def define_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    """A new field; its first choices are lines."""
    form = await form_of(ctx, "type", "kind", "target", "choices", *_TEXTS, *service.MARKS)
    wishes = _wishes(form) | {name: form[name] for name in ("type", "kind")}
    if form["kind"] == "record":
        wishes["target"] = form["target"]
    if form["kind"] in {"choice", "multi_choice"}:
        wishes["choices"] = [line for line in form["choices"].splitlines() if line.strip()]
    work = service.define(ctx.uow, ctx.principal, wishes)
    return await settled(ctx, work, here(ctx, PAGE), _("Field made."))


@get(f"{AT}/{{field_id:uuid}}", needs=NEEDS, include_in_schema=False)
async def field_page(ctx: Ctx, workspace: FromPath[str], field_id: FromPath[UUID]) -> Response[str]:
    """One field, to be changed."""
    return page(
        f"{TEMPLATES}/field.html",
        field=await service.field(ctx.uow, ctx.principal, field_id),
        kind_words=KINDS,
        marks=MARK_WORDS,
        spoken=LANGUAGES,
    )


@post(f"{AT}/{{field_id:uuid}}", needs=NEEDS, include_in_schema=False)
async def change_by_form(
    ctx: Ctx, workspace: FromPath[str], field_id: FromPath[UUID]
) -> Response[str]:
    form = await form_of(ctx, *_TEXTS, *service.MARKS)
    work = service.change(ctx.uow, ctx.principal, field_id, _wishes(form))
    return await settled(ctx, work, here(ctx, PAGE), _("Saved."))


@post(f"{AT}/{{field_id:uuid}}/move", needs=NEEDS, include_in_schema=False)
async def move_by_form(
    ctx: Ctx, workspace: FromPath[str], field_id: FromPath[UUID]
) -> Response[str]:
    form = await form_of(ctx, "steps")
    await service.move(ctx.uow, ctx.principal, field_id, -1 if form["steps"] == "-1" else 1)
    return redirect(here(ctx, PAGE))


@post(f"{AT}/{{field_id:uuid}}/archival", needs=NEEDS, include_in_schema=False)
async def archive_by_form(
    ctx: Ctx, workspace: FromPath[str], field_id: FromPath[UUID]
) -> Response[str]:
    """Hide it; the toast brings it back."""
    await service.archive(ctx.uow, ctx.principal, field_id)
    undo = here(ctx, f"{PAGE}/{field_id}/return")
    return redirect(here(ctx, PAGE), toast=Toast(_("Archived. Its values are kept."), undo=undo))


@post(f"{AT}/{{field_id:uuid}}/return", needs=NEEDS, include_in_schema=False)
async def return_by_form(
    ctx: Ctx, workspace: FromPath[str], field_id: FromPath[UUID]
) -> Response[str]:
    work = service.archive(ctx.uow, ctx.principal, field_id, gone=False)
    return await settled(ctx, work, here(ctx, PAGE), _("The field is back, with its values."))


def _wishes(form: dict[str, str]) -> dict[str, Any]:
    return {
        "labels": {code: form[f"label_{code}"] for code in LANGUAGES},
        "help": {code: form[f"help_{code}"] for code in LANGUAGES},
        **{mark: bool(form[mark]) for mark in service.MARKS},
    }


ROUTES = [
    fields_page,
    define_by_form,
    field_page,
    change_by_form,
    move_by_form,
    archive_by_form,
    return_by_form,
]
