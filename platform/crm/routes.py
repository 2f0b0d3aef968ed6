"""Every address of the CRM."""

from typing import Any

from crm.activities.activity import pages as activity_pages
from crm.activities.appointment import api as appointment_api
from crm.activities.appointment import pages as appointment_pages
from crm.activities.calendar import api as calendar_api
from crm.activities.calendar import pages as calendar_pages
from crm.activities.calendar import pages_moving as calendar_pages_moving
from crm.activities.calling import api as calling_api
from crm.activities.calling import pages as calling_pages
from crm.activities.calling import pages_settings as calling_settings
from crm.activities.care import api as care_api
from crm.activities.care import pages as care_pages
from crm.activities.checkin import api as checkin_api
from crm.activities.checkin import pages as checkin_pages
from crm.activities.feed import api as feed_api
from crm.activities.feed import pages as feed_pages
from crm.activities.forgotten import api as forgotten_api
from crm.activities.forgotten import pages as forgotten_pages
from crm.activities.home import pages as home
from crm.activities.queue import api as queue_api
from crm.activities.queue import pages as queue_pages
from crm.activities.route import api as route_api
from crm.activities.route import pages as route_pages
from crm.activities.targeting import api as targeting_api
from crm.activities.targeting import pages as targeting_pages
from crm.activities.task import api as task_api
from crm.activities.task import pages as task_pages
from crm.analytics.coverage import pages as coverage_pages
from crm.analytics.forecast import pages as forecast_pages
from crm.analytics.funnel import pages as funnel_pages
from crm.analytics.numbers import api as numbers_api
from crm.analytics.ranks import pages as ranks_pages
from crm.analytics.resources import pages as resources_pages
from crm.analytics.targets import pages as targets_pages
from crm.analytics.winloss import pages as winloss_pages
from crm.automation.webhooks import api as webhook_api
from crm.automation.webhooks import pages as webhook_pages
from crm.catalogue.product import pages as product_pages
from crm.customers.company import pages as company_pages
from crm.customers.completeness import api as completeness_api
from crm.customers.completeness import pages as completeness_pages
from crm.customers.contact import pages as contact_pages
from crm.customers.employment import api as employment_api
from crm.customers.employment import pages as employment_pages
from crm.customers.offboarding import api as offboarding_api
from crm.customers.offboarding import pages as offboarding_pages
from crm.customers.overview import api as overview_api
from crm.customers.overview import pages as overview_pages
from crm.customers.ownership import api as ownership_api
from crm.customers.parameters import api as parameters_api
from crm.customers.parameters import pages as parameters_pages
from crm.customers.pool import api as pool_api
from crm.customers.pool import pages as pool_pages
from crm.customers.pool import pages_settings as pool_settings
from crm.customers.protection import api as protection_api
from crm.customers.reclaim import api as reclaim_api
from crm.customers.reclaim import pages as reclaim_pages
from crm.customers.segment import api as segment_api
from crm.customers.segment import pages as segment_pages
from crm.customers.territory import api as territory_api
from crm.customers.territory import pages as territory_pages
from crm.customers.territory import panel as territory_panel
from crm.customers.worklist import api as worklist_api
from crm.customers.worklist import pages as worklist_pages
from crm.knowledge.briefing import api as briefing_api
from crm.knowledge.briefing import pages as briefing_pages
from crm.knowledge.capture import api as capture_api
from crm.knowledge.capture import pages as capture_pages
from crm.knowledge.item import api as knowledge_api
from crm.knowledge.item import pages as knowledge_pages
from crm.knowledge.matching import api as matching_api
from crm.knowledge.matching import pages as matching_pages
from crm.knowledge.mining import api as mining_api
from crm.knowledge.mining import pages as mining_pages
from crm.knowledge.overview import pages as knowing_pages
from crm.knowledge.questions import api as questions_api
from crm.knowledge.queue import api as curating_api
from crm.knowledge.queue import pages as curating_pages
from crm.knowledge.using import api as using_api
from crm.records.beside import api_workspace
from crm.records.disclosure import api as disclosure_api
from crm.records.disclosure import pages as disclosure_pages
from crm.records.exporting import api as export_api
from crm.records.exporting import pages as export_pages
from crm.records.importing import api as import_api
from crm.records.importing import pages as import_pages
from crm.records.options import api as api_options
from crm.records.options import pages as pages_options
from crm.records.pages import trash as pages_trash
from crm.records.pages.all import record_pages
from crm.records.privacy import api as privacy_api
from crm.records.privacy import pages as privacy_pages
from crm.records.rates import api as rates_api
from crm.records.rates import pages as rates_pages
from crm.records.retention import api as retention_api
from crm.records.retention import pages as retention_pages
from crm.records.shape import api as api_fields
from crm.records.shape import pages as pages_fields
from crm.records.types import record_types
from crm.records.undo import api as undo_api
from crm.records.undo import pages as undo_pages
from crm.records.views import api as api_views
from crm.records.views import pages as pages_views
from crm.sales.competitor import pages as competitor_pages
from crm.sales.deal import api as deal_api
from crm.sales.deal import board as deal_board
from crm.sales.deal import pages as deal_pages
from crm.sales.deal import selling
from crm.sales.forms import api as forms_api
from crm.sales.forms import pages as forms_pages
from crm.sales.forms import pages_settings as forms_settings
from crm.sales.lead import api as lead_api
from crm.sales.lead import board as lead_board
from crm.sales.lead import pages as lead_pages
from crm.sales.lead import pages_pool as lead_pool
from crm.sales.pipeline import api as pipeline_api
from crm.sales.pipeline import pages as pipeline_pages
from crm.sales.registration import api as registration_api
from crm.sales.registration import pages as registration_pages
from crm.sales.routing import api as routing_api
from crm.sales.routing import pages as routing_pages
from crm.sales.routing import pages_settings as routing_settings
from crm.sales.scoring import api as scoring_api
from crm.sales.scoring import pages as scoring_pages


def crm_routes() -> list[Any]:
    """The pages of all types, and what is there once."""
    routes: list[Any] = [
        *api_workspace.ROUTES,
        *api_fields.ROUTES,
        *api_options.ROUTES,
        *api_views.ROUTES,
        *pages_trash.ROUTES,
        *import_api.ROUTES,
        *export_api.ROUTES,
        *export_pages.ROUTES,
        *import_pages.ROUTES,
        *undo_api.ROUTES,
        *undo_pages.ROUTES,
        *completeness_api.ROUTES,
        *completeness_pages.ROUTES,
        *employment_api.ROUTES,
        *employment_pages.ROUTES,
        *offboarding_api.ROUTES,
        *offboarding_pages.ROUTES,
        *ownership_api.ROUTES,
        *overview_api.ROUTES,
        *parameters_api.ROUTES,
        *pool_api.ROUTES,
        *protection_api.ROUTES,
        *reclaim_api.ROUTES,
        *parameters_pages.ROUTES,
        *segment_api.ROUTES,
        *segment_pages.ROUTES,
        *territory_api.ROUTES,
        *territory_pages.ROUTES,
        *territory_panel.ROUTES,
        *worklist_api.ROUTES,
        *worklist_pages.ROUTES,
        *pool_pages.ROUTES,
        *pool_settings.ROUTES,
        *reclaim_pages.ROUTES,
        *rates_api.ROUTES,
        *rates_pages.ROUTES,
        *pages_fields.ROUTES,
        *pages_options.ROUTES,
        *pages_views.ROUTES,
        *privacy_api.ROUTES,
        *privacy_pages.ROUTES,
        *disclosure_api.ROUTES,
        *disclosure_pages.ROUTES,
        *retention_api.ROUTES,
        *retention_pages.ROUTES,
        *webhook_api.ROUTES,
        *webhook_pages.ROUTES,
        *task_api.ROUTES,
        *task_pages.ROUTES,
        *activity_pages.log_routes(),
        *appointment_api.ROUTES,
        *appointment_pages.ROUTES,
        *calendar_api.ROUTES,
        *calendar_pages.ROUTES,
        *calendar_pages_moving.ROUTES,
        *care_api.ROUTES,
        *care_pages.ROUTES,
        *calling_api.ROUTES,
        *calling_pages.ROUTES,
        *calling_settings.ROUTES,
        *targeting_api.ROUTES,
        *targeting_pages.ROUTES,
        *checkin_api.ROUTES,
        *checkin_pages.ROUTES,
        *route_api.ROUTES,
        *route_pages.ROUTES,
        *feed_api.ROUTES,
        *feed_pages.ROUTES,
        *forgotten_api.ROUTES,
        *forgotten_pages.ROUTES,
        *queue_api.ROUTES,
        *queue_pages.ROUTES,
        *home.ROUTES,
        *deal_api.ROUTES,
        *deal_board.ROUTES,
        *deal_pages.ROUTES,
        *selling.ROUTES,
        *lead_api.ROUTES,
        *lead_board.ROUTES,
        *lead_pages.ROUTES,
        *lead_pool.ROUTES,
        *forms_api.ROUTES,
        *forms_pages.ROUTES,
        *forms_settings.ROUTES,
        *registration_api.ROUTES,
        *registration_pages.ROUTES,
        *routing_api.ROUTES,
        *routing_pages.ROUTES,
        *routing_settings.ROUTES,
        *scoring_api.ROUTES,
        *scoring_pages.ROUTES,
        *pipeline_api.ROUTES,
        *pipeline_pages.ROUTES,
        *knowledge_api.ROUTES,
        *using_api.ROUTES,
        *capture_api.ROUTES,
        *capture_pages.ROUTES,
        *curating_api.ROUTES,
        *curating_pages.ROUTES,
        *questions_api.ROUTES,
        *mining_api.ROUTES,
        *mining_pages.ROUTES,
        *matching_api.ROUTES,
        *matching_pages.ROUTES,
        *briefing_api.ROUTES,
        *briefing_pages.ROUTES,
        *knowing_pages.ROUTES,
        *numbers_api.ROUTES,
        *funnel_pages.ROUTES,
        *forecast_pages.ROUTES,
        *winloss_pages.ROUTES,
        *targets_pages.ROUTES,
        *ranks_pages.ROUTES,
        *resources_pages.ROUTES,
        *coverage_pages.ROUTES,
    ]
    for kind in record_types():
        routes.extend(record_pages(kind))
    return routes


# Imported for what they say of their types.
PRESENTED = (
    company_pages,
    contact_pages,
    overview_pages,
    product_pages,
    competitor_pages,
    knowledge_pages,
)
