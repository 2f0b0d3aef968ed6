"""What a role is asked to be, made sound or refused with a sentence."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from kernel.errors import Invalid
from kernel.i18n import _
from kernel.principal import NONE, SCOPES
from kernel.texts import one_line
from kernel.transaction import UnitOfWork
from tenants.access.roles import EVERY, RECORD_ACTIONS, SETTINGS, Cells, Role
from tenants.access.subjects import SUBJECTS

MAX_NAME: Final = 60
MAX_ABOUT: Final = 200
_REACHES: Final = {NONE, *SCOPES}
_VEILS: Final = {"hidden", "masked"}
_TEAMS: Final = "SELECT t.id FROM team t WHERE t.tenant_id = $1 AND t.id = ANY($2)"


def clean_name(text: str) -> str:
    """A role's name, or `Invalid`."""
    name = one_line(text)
    if not name or len(name) > MAX_NAME:
        said = _("A name of at most %(most)s characters, please.") % {"most": MAX_NAME}
        raise Invalid(fields={"name": said})
    return name


def clean_about(text: str) -> str:
    """What it is for, in one line."""
    return one_line(text)[:MAX_ABOUT]


def clean_records(records: Cells) -> dict[str, dict[str, str]]:
    """Known types, actions and reaches; what cannot be seen cannot be changed either."""
    for type, cells in records.items():
        if type != EVERY and type not in SUBJECTS:
            raise Invalid(fields={"records": _("There is no such type of record.")})
        for action, reach in cells.items():
            if action not in RECORD_ACTIONS or reach not in _REACHES:
                raise Invalid(
                    fields={
                        "records": _("Choose one of: %(choices)s.")
                        % {"choices": ", ".join((NONE, *SCOPES))}
                    }
                )
    every = {action: records.get(EVERY, {}).get(action, NONE) for action in RECORD_ACTIONS}
    return {type: _seen({**every, **cells}) for type, cells in {EVERY: every, **records}.items()}


def _seen(cells: dict[str, str]) -> dict[str, str]:
    return dict.fromkeys(cells, NONE) if cells["see"] == NONE else cells


def clean_settings(settings: list[str]) -> list[str]:
    """Known parts of the settings, each once."""
    if not set(settings) <= set(SETTINGS):
        known = ", ".join(SETTINGS)
        raise Invalid(fields={"settings": _("Choose one of: %(choices)s.") % {"choices": known}})
    return [part for part in SETTINGS if part in settings]


async def clean_teams(uow: UnitOfWork, teams: Sequence[UUID], before: Sequence[UUID]) -> list[UUID]:
    """Teams of the workspace, each once; one that was given up since it was named is left out."""
    rows = await uow.fetch(_TEAMS, uow.tenant_id, list(teams))
    known = {row["id"] for row in rows}
    if not set(teams) <= known | set(before):
        raise Invalid(fields={"teams": _("There is no such team.")})
    return [team for team in dict.fromkeys(teams) if team in known]


async def clean_veils(
    uow: UnitOfWork, veils: Mapping[str, Mapping[str, str]]
) -> dict[str, dict[str, Any]]:
    """Known fields that can be hidden or masked; those that make a title cannot."""
    found: dict[str, dict[str, Any]] = {}
    for type, rules in veils.items():
        if type not in SUBJECTS:
            raise Invalid(fields={"fields": _("There is no such type of record.")})
        options = {option.name: option for option in await SUBJECTS[type].fields(uow)}
        for name, veil in rules.items():
            option = options.get(name)
            if option is None or veil not in _VEILS:
                raise Invalid(fields={"fields": _("There is no such field.")})
            said = {"field": str(option.label)}
            if option.fixed:
                raise Invalid(
                    fields={
                        "fields": _(
                            "%(field)s cannot be hidden: names, lists and reminders are made of it."
                        )
                        % said
                    }
                )
            if veil == "masked" and not option.maskable:
                raise Invalid(fields={"fields": _("%(field)s can be hidden, not masked.") % said})
        if rules:
            found[type] = dict(rules)
    return found


def demand_fitting(role: Role) -> None:
    """Raise `Invalid` for rights that contradict each other."""
    sees_all = all(role.scope_of(type) == "all" for type in (EVERY, *SUBJECTS))
    if role.may("settings:audit") and not sees_all:
        raise Invalid(
            fields={
                "settings": _(
                    "The audit shows the changes of all records, so it is for roles that see all "
                    "of every type."
                )
            }
        )
