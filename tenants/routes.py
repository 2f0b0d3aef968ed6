"""Every route of people and workspaces."""

from typing import Any, Final

from tenants.members import accept_pages
from tenants.members import api as members
from tenants.people import api as people
from tenants.people import link_pages
from tenants.people import pages as doors

ROUTES: Final[tuple[Any, ...]] = (
    *people.ROUTES,
    *doors.ROUTES,
    *link_pages.ROUTES,
    *members.ROUTES,
    *accept_pages.ROUTES,
)
