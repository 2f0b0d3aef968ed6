"""Every address of the CRM."""

from typing import Any

from crm.activities.activity import pages as activity_pages
from crm.activities.home import pages as home
from crm.activities.task import api as task_api
from crm.activities.task import pages as task_pages
from crm.customers.company import pages as company_pages
from crm.customers.contact import pages as contact_pages
from crm.records.beside import api_workspace
from crm.records.options import api as api_options
from crm.records.options import pages as pages_options
from crm.records.pages import trash as pages_trash
from crm.records.pages.all import record_pages
from crm.records.shape import api as api_fields
from crm.records.shape import pages as pages_fields
from crm.records.types import record_types
from crm.records.views import api as api_views
from crm.records.views import pages as pages_views


def crm_routes() -> list[Any]:
    """The pages of all types, and what is there once."""
    routes: list[Any] = [
        *api_workspace.ROUTES,
        *api_fields.ROUTES,
        *api_options.ROUTES,
        *api_views.ROUTES,
        *pages_trash.ROUTES,
        *pages_fields.ROUTES,
        *pages_options.ROUTES,
        *pages_views.ROUTES,
        *task_api.ROUTES,
        *task_pages.ROUTES,
        *activity_pages.ROUTES,
        *home.ROUTES,
    ]
    for kind in record_types():
        routes.extend(record_pages(kind))
    return routes


# Imported for what they say of their types.
PRESENTED = (company_pages, contact_pages)
