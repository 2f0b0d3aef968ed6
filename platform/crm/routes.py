"""Every address of the CRM."""

from typing import Any

from crm.activities.activity import pages as activity_pages
from crm.activities.home import pages as home
from crm.activities.task import api as task_api
from crm.activities.task import pages as task_pages
from crm.automation.webhooks import api as webhook_api
from crm.automation.webhooks import pages as webhook_pages
from crm.catalogue.product import pages as product_pages
from crm.customers.company import pages as company_pages
from crm.customers.completeness import api as completeness_api
from crm.customers.completeness import pages as completeness_pages
from crm.customers.contact import pages as contact_pages
from crm.customers.offboarding import api as offboarding_api
from crm.customers.offboarding import pages as offboarding_pages
from crm.customers.ownership import api as ownership_api
from crm.customers.parameters import api as parameters_api
from crm.customers.parameters import pages as parameters_pages
from crm.customers.pool import api as pool_api
from crm.customers.pool import pages as pool_pages
from crm.customers.pool import pages_settings as pool_settings
from crm.customers.protection import api as protection_api
from crm.customers.reclaim import api as reclaim_api
from crm.customers.reclaim import pages as reclaim_pages
from crm.records.beside import api_workspace
from crm.records.exporting import api as export_api
from crm.records.exporting import pages as export_pages
from crm.records.importing import api as import_api
from crm.records.importing import pages as import_pages
from crm.records.pages import trash as pages_trash
from crm.records.pages.all import record_pages
from crm.records.privacy import api as privacy_api
from crm.records.privacy import pages as privacy_pages
from crm.records.rates import api as rates_api
from crm.records.rates import pages as rates_pages
from crm.records.retention import api as retention_api
from crm.records.retention import pages as retention_pages
from crm.records.types import record_types
from crm.records.undo import api as undo_api
from crm.records.undo import pages as undo_pages
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
        *import_api.ROUTES,
        *export_api.ROUTES,
        *export_pages.ROUTES,
        *import_pages.ROUTES,
        *undo_api.ROUTES,
        *undo_pages.ROUTES,
        *completeness_api.ROUTES,
        *completeness_pages.ROUTES,
        *offboarding_api.ROUTES,
        *offboarding_pages.ROUTES,
        *ownership_api.ROUTES,
        *parameters_api.ROUTES,
        *pool_api.ROUTES,
        *protection_api.ROUTES,
        *reclaim_api.ROUTES,
        *parameters_pages.ROUTES,
        *pool_pages.ROUTES,
        *pool_settings.ROUTES,
        *reclaim_pages.ROUTES,
        *rates_api.ROUTES,
        *rates_pages.ROUTES,
        *privacy_api.ROUTES,
        *privacy_pages.ROUTES,
        *retention_api.ROUTES,
        *retention_pages.ROUTES,
        *webhook_api.ROUTES,
        *webhook_pages.ROUTES,
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
