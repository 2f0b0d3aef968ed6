"""Every address of the CRM."""

from typing import Any

from crm.activities.activity import pages as activity_pages
from crm.activities.home import pages as home
from crm.activities.task import api as task_api
from crm.activities.task import pages as task_pages
from crm.catalogue.product import pages as product_pages
from crm.customers.company import pages as company_pages
from crm.customers.contact import pages as contact_pages
from crm.records.beside import api_workspace
from crm.records.pages import trash as pages_trash
from crm.records.pages.all import record_pages
from crm.records.rates import api as rates_api
from crm.records.rates import pages as rates_pages
from crm.records.types import record_types
from crm.sales.competitor import pages as competitor_pages
from crm.sales.deal import api as deal_api
from crm.sales.deal import board as deal_board
from crm.sales.deal import pages as deal_pages
from crm.sales.deal import selling
from crm.sales.lead import api as lead_api
from crm.sales.lead import pages as lead_pages
from crm.sales.pipeline import api as pipeline_api
from crm.sales.pipeline import pages as pipeline_pages


def crm_routes() -> list[Any]:
    """The pages of all types, and what is there once."""
    routes: list[Any] = [
        *api_workspace.ROUTES,
        *pages_trash.ROUTES,
        *rates_api.ROUTES,
        *rates_pages.ROUTES,
        *task_api.ROUTES,
        *task_pages.ROUTES,
        *activity_pages.log_routes(),
        *home.ROUTES,
        *deal_api.ROUTES,
        *deal_board.ROUTES,
        *deal_pages.ROUTES,
        *selling.ROUTES,
        *lead_api.ROUTES,
        *lead_pages.ROUTES,
        *pipeline_api.ROUTES,
        *pipeline_pages.ROUTES,
    ]
    for kind in record_types():
        routes.extend(record_pages(kind))
    return routes


# Imported for what they say of their types.
PRESENTED = (company_pages, contact_pages, product_pages, competitor_pages)
