"""Every route of the product."""

from typing import Any

from app import health
from app.apidocs import pages as apidocs
from app.help import pages as help_pages
from app.packs import api as packs_api
from app.packs import pages as packs_pages
from bots.conversations import api as conversations_api
from bots.conversations import pages as conversation_pages
from bots.gateway import webhook as bot_webhook
from bots.telegram import pages as telegram_pages
from bots.telegram import pages_app as telegram_app
from bots.telegram import pages_own as telegram_pages_own
from bots.webchat import api as webchat
from bots.webchat import pages as webchat_pages
from crm.activities.activity.pages import log_routes
from crm.records.api import record_api
from crm.records.pages.all import record_pages
from crm.records.types import record_types
from kernel.slices import modules_of
from search import api as search
from search import pages as search_pages
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
        *webchat.ROUTES,
        *webchat_pages.ROUTES,
        *help_pages.ROUTES,
        *packs_api.ROUTES,
        *packs_pages.ROUTES,
        *conversations_api.ROUTES,
        *conversation_pages.ROUTES,
        *bot_webhook.ROUTES,
        *telegram_pages.ROUTES,
        *telegram_pages_own.ROUTES,
        *telegram_app.ROUTES,
        *_found("crm"),
        *log_routes(),
    ]
    for kind in record_types():
        routes.extend(record_api(kind))
        routes.extend(record_pages(kind))
    return routes


def _found(house: str) -> list[Any]:
    return [route for part in modules_of(house) for route in getattr(part, "ROUTES", ())]
