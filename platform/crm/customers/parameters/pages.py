"""The parameters as one page of the settings, with their history."""

from typing import Any, Final

from litestar.params import FromPath
from litestar.response import Response

from crm.customers.parameters.service import Parameters, change, parameters, versions
from crm.records.narrowing import as_kept
from crm.records.pages.forms import Sent, sent
from crm.records.types import record_type
from kernel.http import Ctx, get, post
from kernel.i18n import _, lazy
from tenants.audit.words import FIELDS, THINGS, Thing, plainly
from tenants.workspace.answers import here, settled
from web.nav import Entry, navigation
from web.render import page

AT = "settings/customers"
LABELS: Final[dict[str, Any]] = {
    "max_owned": lazy("Customers per member, at most"),
    "count_customers": lazy("Won customers count too"),
    "daily_claims": lazy("Claims per member and day, at most"),
    "max_protected": lazy("Protected customers per member, at most"),
    "protection_days": lazy("Days of one protection, at most"),
    "protection_extensions": lazy("Extensions of a protection, at most"),
    "registration_days": lazy("Days for which a partner's registration is protected"),
    "follow_up_length": lazy("Letters of a real follow-up, at least"),
    "backdate_days": lazy("Days back that a follow-up may be logged, at most"),
    "escalate_hours": lazy("Hours after which a manager hears of an overdue task"),
    "care_pause_days": lazy("Days between two tasks of customer care, of all plans, at least"),
    "checkin_radius": lazy("Metres within which a check-in is verified"),
    "lead_checklists": lazy("What must be known before a lead is qualified"),
    "numbering": lazy("Give new companies a number"),
    "number_prefix": lazy("Prefix"),
    "number_date": lazy("Date in the number"),
    "number_digits": lazy("Digits of the serial"),
    "number_reset": lazy("The serial starts again"),
}
DATES: Final = (
    ("none", lazy("none")),
    ("year", lazy("year")),
    ("month", lazy("year and month")),
    ("day", lazy("the day")),
)
_ASKED: Final = ("source", "qualified_by")
RESETS: Final = (
    ("never", lazy("never")),
    ("yearly", lazy("every year")),
    ("monthly", lazy("every month")),
    ("daily", lazy("every day")),
)

FIELDS.update(LABELS)
THINGS["customer_parameters"] = Thing(lazy("Customer parameters"), plainly)
THINGS["pool"] = Thing(lazy("Pool"), plainly)
THINGS["reclaim_rule"] = Thing(lazy("Reclaim rule"), plainly)

navigation.add(
    "settings",
    Entry(
        key="customers",
        label=lazy("Customers"),
        icon="users",
        path=AT,
        order=135,
        permission="settings:workspace",
    ),
)


@get(f"/{{workspace:str}}/{AT}", needs="settings:workspace", include_in_schema=False)
async def parameters_page(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    return page(
        "crm/customers/parameters/templates/parameters.html",
        rules=(await parameters(ctx.uow)).rules,
        labels=LABELS,
        dates=DATES,
        resets=RESETS,
        versions=await versions(ctx.uow),
        **_checklists(ctx),
    )


@post(f"/{{workspace:str}}/{AT}", needs="settings:workspace", include_in_schema=False)
async def parameters_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    wishes = _read(await sent(ctx.request))
    return await settled(
        ctx, change(ctx.uow, ctx.principal, wishes), here(ctx, AT), _("Settings saved.")
    )


def _checklists(ctx: Ctx) -> dict[str, Any]:
    fields = as_kept(record_type("lead"), ctx.principal).fields
    known = {name: [c for c in fields[name].choices if not c.archived] for name in _ASKED}
    return {
        "sources": [("", _("Every lead")), *((c.value, str(c.label)) for c in known["source"])],
        "items": [(c.value, str(c.label)) for c in known["qualified_by"]],
    }


def _read(data: Sent) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, now in ((n, getattr(Parameters(), n)) for n in Parameters.__struct_fields__):
        text = data.get(name).strip()
        if isinstance(now, bool):
            found[name] = data.has(name)
        elif not data.has(name):
            continue
        elif isinstance(now, str):
            found[name] = text
        elif isinstance(now, dict):
            pairs = [one.partition(":")[::2] for one in data.all(name) if ":" in one]
            found[name] = {s: [i for t, i in pairs if t == s] for s in dict.fromkeys(dict(pairs))}
        else:
            found[name] = int(text) if text.isdecimal() else text or now
    return found


ROUTES = [parameters_page, parameters_by_form]
