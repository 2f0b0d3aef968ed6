"""Nobody gives more than they have: neither by making a role nor by giving one."""

from uuid import UUID

from kernel.errors import Forbidden, Invalid
from kernel.i18n import _
from kernel.principal import SCOPES, Principal, Rights
from kernel.transaction import UnitOfWork
from tenants.access.acting import member
from tenants.access.roles import EVERY, RECORD_ACTIONS, ROLES, Role, role_of
from tenants.access.subjects import SUBJECTS

_KEPT = """
SELECT r.name AS role_name, r.about AS role_about, r.rights AS role_rights, r.veils AS role_veils
FROM role r WHERE r.tenant_id = $1 AND r.code = $2 FOR KEY SHARE
"""
_STRICTNESS = {"": 0, "masked": 1, "hidden": 2}


async def demand_role(uow: UnitOfWork, principal: Principal, code: str) -> Role:
    """The role, for giving it to somebody; held, so that it is not deleted meanwhile.

    Raises `Invalid` for one that there is not, `Forbidden` for one that can do more than the giver.
    """
    kept = await uow.fetchrow(_KEPT, principal.tenant_id, code)
    if kept is None and code not in ROLES:
        raise Invalid(fields={"role": _("There is no such role.")})
    role = role_of(code, kept)
    if not within(await giver(uow, principal), role):
        raise Forbidden
    return role


async def giver(uow: UnitOfWork, principal: Principal) -> Rights:
    """What the member who acts may do now, by a session or by a key."""
    tenant: UUID = principal.tenant_id
    found = await member(uow, tenant, principal.member_id, via=principal.via)
    if found is None or found.role != principal.role:
        raise Forbidden
    return found


def within(giver: Rights, wanted: Rights, before: Rights | None = None) -> bool:
    """Whether the giver may do all that is wanted; what was granted `before` may stay."""
    if not _teams_within(giver, wanted, before):
        return False
    return _settings_within(giver, wanted, before) and all(
        _cells_within(giver, wanted, before, type) and _veils_within(giver, wanted, before, type)
        for type in (EVERY, *SUBJECTS)
    )


def _settings_within(giver: Rights, wanted: Rights, before: Rights | None) -> bool:
    asked = {word for word in wanted.permissions if word.startswith("settings:")}
    return asked <= giver.permissions | (before.permissions if before else frozenset())


def _cells_within(giver: Rights, wanted: Rights, before: Rights | None, type: str) -> bool:
    for action in RECORD_ACTIONS:
        asked = wanted.scope_of(type, action)
        known = before.scope_of(type, action) if before else None
        if _reach(asked) > max(_reach(giver.scope_of(type, action)), _reach(known)):
            return False
    return True


def _teams_within(giver: Rights, wanted: Rights, before: Rights | None) -> bool:
    """Teams are named by those who see all, or see those themselves by being named."""
    known = {*giver.named_teams, *(before.named_teams if before else ())}
    everything = all(giver.scope_of(type) in {None, "all"} for type in (EVERY, *SUBJECTS))
    return everything or set(wanted.named_teams) <= known


def _veils_within(giver: Rights, wanted: Rights, before: Rights | None, type: str) -> bool:
    asked = wanted.veils.get(type, {})
    known = before.veils.get(type, {}) if before else None
    for field, veil in giver.veils.get(type, {}).items():
        least = _STRICTNESS[veil]
        if known is not None:
            least = min(least, _STRICTNESS[known.get(field, "")])
        if _STRICTNESS[asked.get(field, "")] < least:
            return False
    return True


def _reach(scope: str | None) -> int:
    return -1 if scope is None else SCOPES.index(scope)
