"""Every route of the product."""

from typing import Any

from app import health
from app.apidocs import pages as apidocs
from app.help import pages as help_pages
from app.packs import api as packs_api
from app.packs import pages as packs_pages
from bots.telegram import pages as telegram_pages
from bots.telegram import webhook as telegram_webhook
from bots.webchat import api as webchat
from bots.webchat import pages as webchat_pages
from crm.records.api import record_api
from crm.records.types import record_types
from crm.routes import crm_routes
from search import api as search
from search import pages as search_pages
from search import pages_model as search_model
from search.likeness import pages as likeness
from tenants.routes import ROUTES as TENANTS
from web import pages


def all_routes() -> list[Any]:
    """Routes of all slices; the record types' are made from their declarations."""
    routes: list[Any] = [
        *health.ROUTES,
        *apidocs.ROUTES,
        *pages.HANDLERS,
        *TENANTS,
        *search.ROUTES,
        *search_pages.ROUTES,
        *search_model.ROUTES,
        *likeness.ROUTES,
        *webchat.ROUTES,
        *webchat_pages.ROUTES,
        *help_pages.ROUTES,
        *packs_api.ROUTES,
        *packs_pages.ROUTES,
        *telegram_webhook.ROUTES,
        *telegram_pages.ROUTES,
    ]
    for kind in record_types():
        routes.extend(record_api(kind))
    routes.extend(crm_routes())
    return routes
