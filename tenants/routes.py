"""Every route of people and workspaces."""

from typing import Any, Final

from tenants.audit import api as audit
from tenants.audit import pages as audit_pages
from tenants.keys import api as keys
from tenants.keys import pages as keys_pages
from tenants.mail import pages as outbox
from tenants.members import api as invitations
from tenants.members import api_staff, pages_accept
from tenants.members import pages as members_pages
from tenants.notifications import api as notifications
from tenants.notifications import pages as notifications_pages
from tenants.people import api as people
from tenants.people import (
    api_links,
    api_me,
    api_second_factor,
    pages_links,
    pages_profile,
    pages_security,
)
from tenants.people import pages as doors
from tenants.roles import api as roles
from tenants.roles import pages as roles_pages
from tenants.teams import api as teams
from tenants.teams import pages as teams_pages
from tenants.workspace import api as workspace
from tenants.workspace import pages as workspace_pages

_SLICES: Final[tuple[Any, ...]] = (
    people,
    api_links,
    api_me,
    api_second_factor,
    doors,
    pages_links,
    pages_profile,
    pages_security,
    outbox,
    invitations,
    api_staff,
    members_pages,
    pages_accept,
    roles,
    roles_pages,
    teams,
    teams_pages,
    keys,
    keys_pages,
    workspace,
    workspace_pages,
    audit,
    audit_pages,
    notifications,
    notifications_pages,
)
ROUTES: Final[tuple[Any, ...]] = tuple(route for part in _SLICES for route in part.ROUTES)
