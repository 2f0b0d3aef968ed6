"""Every route of people and workspaces."""

from typing import Any, Final

from tenants.audit import api as audit
from tenants.keys import api as keys
from tenants.members import api as invitations
from tenants.members import api_staff, pages_accept
from tenants.notifications import api as notifications
from tenants.people import api as people
from tenants.people import api_links, api_me, api_second_factor, pages_links
from tenants.people import pages as doors
from tenants.teams import api as teams
from tenants.workspace import api as workspace

_SLICES: Final[tuple[Any, ...]] = (
    people,
    api_links,
    api_me,
    api_second_factor,
    doors,
    pages_links,
    invitations,
    api_staff,
    pages_accept,
    teams,
    keys,
    workspace,
    audit,
    notifications,
)
ROUTES: Final[tuple[Any, ...]] = tuple(route for part in _SLICES for route in part.ROUTES)
