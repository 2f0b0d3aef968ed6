"""The portal: what the partner's firm registered and how it stands, and a form for more."""

from typing import Any, Final

from litestar.params import FromPath
from litestar.response import Response

from crm.records.narrowing import as_kept
from crm.records.pages.forms import Form, ids, sent
from crm.sales.portal.door import Partner, partner_of
from crm.sales.portal.service import register, registered
from crm.sales.registration.model import REGISTRATION
from kernel.errors import Conflict, Invalid
from kernel.http import PARTNER, Ctx, get, post
from kernel.i18n import _
from web.render import page, redirect
from web.toasts import Toast

TEMPLATES: Final = "crm/sales/portal/templates"
_AT: Final = "/{workspace:str}/portal"
_ASKED: Final = ("name", "amount", "website", "emails", "phones", "notes")
_LOOKS: Final = {"submitted": "warning", "approved": "success", "rejected": "error"}
# What nobody outside can choose from.
_INSIDE: Final = frozenset({"member", "members", "record"})


@get(_AT, needs=PARTNER, include_in_schema=False)
async def portal_page(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    """What the firm registered, the newest first; `?before=` goes on from there."""
    me = partner_of(ctx)
    before = next(iter(ids([ctx.request.query_params.get("before", "")])), None)
    shown = await registered(ctx.uow, me, before)
    return _page("portal.html", me, shown=shown, before=before, looks=_LOOKS)


@get(f"{_AT}/new", needs=PARTNER, include_in_schema=False)
async def new_page(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    me = partner_of(ctx)
    return _form(me, _fields(me))


@post(f"{_AT}/registrations", needs=PARTNER, include_in_schema=False)
async def register_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    """Send it in; what was refused is shown as it was typed."""
    me = partner_of(ctx)
    form = _fields(me).take(await sent(ctx.request))
    try:
        async with ctx.uow.savepoint():
            await register(ctx.uow, me, form.values())
    except (Invalid, Conflict) as error:
        form.refuse(error)
        return _form(me, form, status=422)
    return redirect(_home(me), toast=Toast(_("Registered. You hear by mail what is decided.")))


def _fields(me: Partner) -> Form:
    """What is asked of a partner: the same as of us, and what the workspace must know besides."""
    kind = as_kept(REGISTRATION, me.house)
    own = [
        name
        for name, field in kind.fields.items()
        if field.custom is not None and field.required and field.kind not in _INSIDE
    ]
    return Form(kind, [*_ASKED, *own])


def _form(me: Partner, form: Form, *, status: int = 200) -> Response[str]:
    context: dict[str, Any] = {"form": form, "kind": form.kind, "status_code": status}
    return _page("new.html", me, **context, base_currency=me.house.currency)


def _page(name: str, me: Partner, **context: Any) -> Response[str]:
    return page(f"{TEMPLATES}/{name}", partner=me, home=_home(me), **context)


def _home(me: Partner) -> str:
    return f"/{me.house.slug}/portal"


ROUTES = [portal_page, new_page, register_by_form]
