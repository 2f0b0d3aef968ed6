"""Every route of the product."""

from typing import Any

from app import health
from app.apidocs import pages as apidocs
from app.help import pages as help_pages
from app.packs import api as packs_api
from app.packs import pages as packs_pages
from crm.activities.activity.pages import log_routes
from crm.records.api import record_api
from crm.records.pages.all import record_pages
from crm.records.types import record_types
from kernel.slices import modules_of
from search import api as search
from search import pages as search_pages
from search import pages_model as search_model
from search.likeness import pages as likeness
from web import pages


def all_routes() -> list[Any]:
    """Routes of all slices; the record types' are made from their declarations."""
    routes: list[Any] = [
        *health.ROUTES,
        *apidocs.ROUTES,
        *pages.HANDLERS,
        *_found("tenants"),
        *search.ROUTES,
        *search_pages.ROUTES,
        *search_model.ROUTES,
        *likeness.ROUTES,
        *help_pages.ROUTES,
        *packs_api.ROUTES,
        *packs_pages.ROUTES,
        *_found("billing"),
        *_found("bots"),
        *_found("app.console"),
        *_found("crm"),
        *log_routes(),
    ]
    for kind in record_types():
        routes.extend(record_api(kind))
        routes.extend(record_pages(kind))
    return routes


def _found(house: str) -> list[Any]:
    return [route for part in modules_of(house) for route in getattr(part, "ROUTES", ())]
