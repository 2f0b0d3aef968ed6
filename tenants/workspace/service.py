"""The workspace's own settings: its name, language, time zone and currency."""

from collections.abc import Awaitable, Callable
from typing import Any
from zoneinfo import available_timezones

from babel.numbers import list_currencies

from kernel.errors import Invalid
from kernel.i18n import LANGUAGES, _
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.audit.notes import note
from tenants.people.signup import company_name

FIELDS = ("name", "language", "time_zone", "currency")

Hook = Callable[[UnitOfWork, Principal, dict[str, str]], Awaitable[None]]
_HOOKS: list[Hook] = []


def on_change(hook: Hook) -> Hook:
    """Decorator: called with what was changed, in the same transaction."""
    _HOOKS.append(hook)
    return hook


async def settings_of(uow: UnitOfWork) -> dict[str, Any]:
    """The settings as they are."""
    row = await uow.fetchrow(
        "SELECT id, slug, name, language, time_zone, currency, created_at FROM workspace "
        "WHERE id = $1",
        uow.tenant_id,
    )
    assert row is not None  # noqa: S101 -- the principal is in it
    return dict(row)


async def change(uow: UnitOfWork, principal: Principal, wishes: dict[str, str]) -> None:
    """Change what was given; the slug stays, for links and bots know it."""
    known = {name: value for name, value in wishes.items() if name in FIELDS}
    if "name" in known:
        try:
            known["name"] = company_name(known["name"])
        except Invalid as error:
            raise Invalid(fields={"name": error.fields["company"]}) from None
    faults = {
        name: _("Choose one of those shown.")
        for name, allowed in (
            ("language", set(LANGUAGES)),
            ("time_zone", available_timezones()),
            ("currency", list_currencies()),
        )
        if name in known and known[name] not in allowed
    }
    if faults:
        raise Invalid(fields=faults)
    before = await settings_of(uow)
    changed = {name: value for name, value in known.items() if before[name] != value}
    if not changed:
        return
    now = {**{name: before[name] for name in FIELDS}, **changed}
    await uow.execute(
        "UPDATE workspace SET name = $2, language = $3, time_zone = $4, currency = $5 "
        "WHERE id = $1",
        principal.tenant_id,
        *(now[name] for name in FIELDS),
    )
    was = {name: before[name] for name in changed}
    await note(
        uow, principal, "workspace", principal.tenant_id, "updated", before=was, after=changed
    )
    for hook in _HOOKS:
        await hook(uow, principal, changed)
