"""Every table of the product, and which of them belong to no workspace, with the reason."""

from importlib import import_module
from typing import Final

from kernel.model import Base

MODELS: Final = (
    "kernel.events",
    "kernel.delivery",
    "kernel.idempotency",
    "kernel.limits",
    "kernel.rooms",
    "tenants.workspace.model",
    "tenants.people.model",
    "tenants.teams.model",
    "tenants.members.model",
    "tenants.roles.model",
    "tenants.keys.model",
    "tenants.notifications.model",
    "crm.records.model",
    "crm.records.rates.model",
    "crm.records.duplicates.model",
    "crm.records.importing.model",
    "crm.records.undo.model",
    "crm.records.privacy.model",
    "crm.records.disclosure.model",
    "crm.records.retention.model",
    "crm.records.exporting.model",
    "crm.records.options.model",
    "crm.records.shape.model",
    "crm.records.views.model",
    "crm.customers.company.model",
    "crm.customers.contact.model",
    "crm.customers.employment.model",
    "crm.customers.ownership.model",
    "crm.customers.pool.model",
    "crm.customers.reclaim.model",
    "crm.customers.protection.model",
    "crm.customers.parameters.model",
    "crm.customers.offboarding.model",
    "crm.customers.completeness.model",
    "crm.customers.segment.model",
    "crm.customers.territory.model",
    "crm.customers.worklist.model",
    "crm.activities.activity.model",
    "crm.activities.task.model",
    "crm.activities.appointment.model",
    "crm.activities.feed.model",
    "crm.activities.care.model",
    "crm.activities.calling.model",
    "crm.catalogue.product.model",
    "crm.catalogue.pricing.model",
    "crm.sales.competitor.model",
    "crm.sales.pipeline.model",
    "crm.sales.deal.model",
    "crm.sales.lead.model",
    "crm.sales.registration.model",
    "crm.sales.portal.model",
    "crm.sales.rival.model",
    "app.packs.model",
    "crm.analytics.forecast.model",
    "crm.analytics.targets.model",
    "crm.automation.webhooks.model",
    "crm.sales.scoring.model",
    "crm.sales.routing.model",
    "crm.sales.forms.model",
    "crm.knowledge.item.model",
    "crm.knowledge.questions.model",
    "crm.knowledge.using.model",
    "crm.knowledge.mining.model",
    "crm.knowledge.habits.model",
    "search.model",
    "search.judging.model",
    "bots.model",
    "billing.plans.model",
    "billing.subscription.model",
    "billing.revenue.model",
    "bots.gateway.model",
    "bots.conversations.model",
    "billing.webhooks.model",
    "billing.reconciling.model",
    "billing.prepaid.model",
    "billing.reversals.model",
    "kernel.features",
    "app.console.people.model",
    "app.console.deeds.model",
    "app.console.visits.model",
)

# Table -> (rights of the app role, why it is no workspace's table).
DEPLOYMENT_TABLES: Final[dict[str, tuple[str, str]]] = {
    "workspace": ("SELECT, INSERT, UPDATE", "the slug is read before a workspace is known"),
    "person": ("SELECT, INSERT, UPDATE", "one account in several workspaces"),
    "session": (
        (
            "INSERT, DELETE, UPDATE (idle_ends_at), "
            "SELECT (id, person_id, kind, device, created_at, expires_at, idle_ends_at)"
        ),
        "read before a workspace is known, by auth_lookup only",
    ),
    "person_token": ("SELECT, INSERT, DELETE", "links in mail, before a workspace is known"),
    "recovery_code": ("SELECT, INSERT, DELETE", "sign-in, before a workspace is known"),
    "delivery": ("INSERT", "mail is sent before there is a workspace"),
    "rate_limit": ("SELECT, INSERT, UPDATE, DELETE", "counts strangers"),
    "bot_binding": (
        "SELECT, INSERT, UPDATE, DELETE",
        "a chat is known before its workspace is, as a session is",
    ),
    "bot_account": (
        "SELECT, INSERT, UPDATE, DELETE",
        "a webhook's call names a bot before anybody knows whose it is",
    ),
    "bot_group": (
        "SELECT, INSERT, UPDATE, DELETE",
        "a group is known before its workspace is, as a chat is",
    ),
    "bot_link_token": (
        "SELECT, INSERT, UPDATE, DELETE",
        "a deep link arrives from a chat that has no workspace yet",
    ),
    "plan": ("SELECT", "one price list for everybody"),
    "plan_version": ("SELECT", "one price list for everybody"),
    "plan_price": ("SELECT", "one price list for everybody"),
    "plan_entitlement": ("SELECT", "one price list for everybody"),
    "billing_customer": (
        "SELECT, INSERT, UPDATE (seen_at)",
        "the provider tells of a customer before anybody knows whose it is",
    ),
    "billing_event": (
        "SELECT, INSERT, UPDATE",
        "an event is kept before anybody knows whose it is",
    ),
    "operator_account": ("", "the operators of the deployment; read by their own role alone"),
    "operator_session": ("", "the operators of the deployment; read by their own role alone"),
    "operator_deed": ("", "the operators' own audit, of which no workspace is"),
    "operator_visit": ("", "read before a workspace is known, by auth_lookup only"),
    "feature": ("SELECT", "switched for everybody; a workspace's own switches lie with it"),
    "billing_drift": ("SELECT, INSERT", "a comparison is of all workspaces"),
    "bot_inbox": (
        "SELECT, INSERT, UPDATE",
        "an update is kept before anybody knows whose it is",
    ),
}


def load_models() -> None:
    """Import every model, so that the metadata is complete."""
    for name in MODELS:
        import_module(name)


def workspace_tables() -> list[str]:
    """Tables that row-level security guards."""
    load_models()
    return [table.name for table in Base.metadata.sorted_tables if "tenant_id" in table.c]
