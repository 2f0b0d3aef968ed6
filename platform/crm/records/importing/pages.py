"""The import wizard: send, match, look, run, mend, undo."""

from typing import Any
from uuid import UUID

import msgspec
from litestar.params import FromPath
from litestar.response import Response, Stream

from crm.records.beside.api_files import CEILING, uploaded
from crm.records.beside.store import Store
from crm.records.importing.api import COST, sent_faults
from crm.records.importing.mapping import MappingEdit
from crm.records.importing.model import BUSY, STATES
from crm.records.importing.parsing import DELIMITERS, ENCODINGS
from crm.records.importing.service import cancel, choose, kind_called, send, start
from crm.records.importing.shown import ImportView, import_of, imports, lines_of
from crm.records.pages.forms import Sent, sent
from crm.records.pages.list import Long, Short
from crm.records.types import record_types
from crm.records.undo.pages import AT as CHANGES
from crm.records.undo.service import batch_of
from kernel.errors import Invalid, NotFound
from kernel.http import MEMBER, Ctx, get, post
from kernel.i18n import _, lazy
from web import shell
from web.nav import Entry, navigation
from web.render import fragment, page, redirect
from web.toasts import Toast

TEMPLATES = "crm/records/importing/templates"
ONE = "/{workspace:str}/imports/{import_id:uuid}"
# What needs a look comes first.
OUTCOMES = (["error"], ["skipped"], ["created", "updated", "unchanged"])
SHOWN = 100

navigation.add(
    "settings", Entry(key="imports", label=lazy("Import"), icon="upload", path="imports", order=76)
)


@get("/{workspace:str}/imports", needs=MEMBER, include_in_schema=False)
async def imports_page(ctx: Ctx, type: Short = "contacts", after: Long = "") -> Response[str]:
    """Send a file; and the files that were sent before."""
    found = await imports(ctx.uow, ctx.principal, after=after)
    context = {**_words(ctx), "found": found, "type": type}
    if shell.current().partial:
        return fragment(f"{TEMPLATES}/imports_rows.html", **context)
    return page(f"{TEMPLATES}/imports.html", **context)


@post(
    "/{workspace:str}/imports",
    needs=MEMBER,
    cost=COST,
    include_in_schema=False,
    request_max_body_size=CEILING,
)
async def send_file(ctx: Ctx) -> Response[str]:
    """The file, and what kind of records it holds."""
    file = await uploaded(ctx.request, ctx.settings)
    kind = kind_called(str((await ctx.request.form()).get("type") or "contacts"))
    store = Store(ctx.settings)
    made = await send(ctx.uow, ctx.principal, store, kind, file.filename, file)
    return redirect(shell.current().at(f"imports/{made.id}"))


@get(ONE, needs=MEMBER, include_in_schema=False)
async def import_page(ctx: Ctx, import_id: FromPath[UUID]) -> Response[str]:
    """Where it stands; while it is at work the page follows."""
    return await _shown(ctx, import_id)


@post(f"{ONE}/mapping", needs=MEMBER, cost=COST, include_in_schema=False)
async def map_columns(ctx: Ctx, import_id: FromPath[UUID]) -> Response[str]:
    """What the columns mean; then every line is looked at, and nothing written."""
    data = await sent(ctx.request)
    before = await import_of(ctx.uow, ctx.principal, import_id)
    try:
        form = _form(data, before)
        if form is not None:
            await choose(ctx.uow, ctx.principal, Store(ctx.settings), import_id, form)
        else:
            edit = _edit(data, before)
            await choose(ctx.uow, ctx.principal, Store(ctx.settings), import_id, edit)
            await start(ctx.uow, ctx.principal, import_id, dry=True)
    except Invalid as error:
        return await _shown(ctx, import_id, error.fields)
    return redirect(shell.current().at(f"imports/{import_id}"))


@post(f"{ONE}/run", needs=MEMBER, cost=COST, include_in_schema=False)
async def run_import(ctx: Ctx, import_id: FromPath[UUID]) -> Response[str]:
    """File the records."""
    await start(ctx.uow, ctx.principal, import_id, dry=False)
    return redirect(shell.current().at(f"imports/{import_id}"))


@post(f"{ONE}/cancellation", needs=MEMBER, include_in_schema=False)
async def cancel_import(ctx: Ctx, import_id: FromPath[UUID]) -> Response[str]:
    """Stop it."""
    await cancel(ctx.uow, ctx.principal, import_id)
    toast = Toast(_("The import was cancelled."), "info")
    return redirect(shell.current().at(f"imports/{import_id}"), toast=toast)


@get(f"{ONE}/errors", needs=MEMBER, cost=COST, include_in_schema=False)
async def errors_file(ctx: Ctx, import_id: FromPath[UUID]) -> Stream:
    """The lines that did not get in, to mend and send again."""
    return await sent_faults(ctx, import_id)


async def _shown(ctx: Ctx, import_id: UUID, errors: dict[str, str] | None = None) -> Response[str]:
    shown = await import_of(ctx.uow, ctx.principal, import_id)
    lines = [
        line
        for outcomes in OUTCOMES
        for line in await lines_of(ctx.uow, ctx.principal, import_id, outcomes, SHOWN)
    ]
    try:
        batch = await batch_of(ctx.uow, ctx.principal, shown.batch_id) if shown.batch_id else None
    except NotFound:
        batch = None
    context = {
        **_words(ctx),
        "one": shown,
        "kind": next((k for k in record_types() if k.name == shown.record_type), None),
        "lines": lines,
        "batch": batch,
        "errors": errors or {},
        "sheets": [(name, name) for name in shown.format.get("sheets", ())],
    }
    if shell.current().partial and not errors:
        return fragment(f"{TEMPLATES}/import_body.html", **context)
    return page(f"{TEMPLATES}/import.html", **context)


def _form(data: Sent, before: ImportView) -> MappingEdit | None:
    """How the file is to be read, where that was changed."""
    said = {name: data.get(name) for name in ("encoding", "delimiter", "sheet") if data.has(name)}
    fresh = {name: value for name, value in said.items() if value != before.format.get(name)}
    try:
        return msgspec.convert(fresh, MappingEdit) if fresh else None
    except msgspec.ValidationError as error:
        raise Invalid from error


def _edit(data: Sent, before: ImportView) -> MappingEdit:
    columns = [data.get(f"c{place}") for place in range(len(before.columns))]
    existing, alike = data.get("existing"), data.get("alike")
    dates, decimals = data.get("dates"), data.get("decimals")
    return MappingEdit(
        columns=columns,
        match=[name for name in data.all("match") if name in columns],
        existing=existing if existing in {"skip", "create"} else "update",  # type: ignore[arg-type]
        alike=alike if alike in {"skip", "update"} else "create",  # type: ignore[arg-type]
        dates=dates if dates in {"ymd", "dmy", "mdy"} else "",  # type: ignore[arg-type]
        decimals=decimals if decimals in {".", ","} else "",  # type: ignore[arg-type]
        make_related=data.has("make_related"),
    )


def _words(ctx: Ctx) -> dict[str, Any]:
    may = ctx.principal.may
    return {
        "states": STATES,
        "busy": BUSY,
        "types": {kind.name: kind for kind in record_types()},
        "choices": [
            (kind.plural, kind.label_plural)
            for kind in record_types()
            if may(f"{kind.name}:create") and may(f"{kind.name}:edit")
        ],
        "encodings": [(name, name) for name in ENCODINGS],
        "delimiters": list(
            zip(DELIMITERS, (_("Comma"), _("Semicolon"), _("Tab"), _("Bar")), strict=True)
        ),
        "most_mb": ctx.settings.max_file_bytes // 2**20,
        "changes": CHANGES,
    }


ROUTES = [
    imports_page,
    send_file,
    import_page,
    map_columns,
    run_import,
    cancel_import,
    errors_file,
]
