"""Slices meet here: ports are filled, types are declared, in one order."""

from functools import cache
from importlib import import_module
from typing import Final

from app.registry import load_models
from crm.records import subjects
from crm.records.beside import sight
from web.menu import stand_up
from web.nav import navigation

# Imported for what they register: services, timeline entries, jobs, chat cards.
SLICES: Final = (
    "tenants.members.tasks",
    "tenants.notifications.tasks",
    "tenants.people.tasks",
    "tenants.people.reset",
    "tenants.workspace.menu",
    "tenants.roles.words",
    "crm.records.shape.loading",
    "crm.customers.company.service",
    "crm.customers.contact.service",
    "crm.customers.worklist.service",
    "crm.activities.task.service",
    "crm.activities.activity.service",
    "crm.activities.appointment.service",
    "crm.activities.activity.planned",
    "crm.activities.timeline",
    "crm.activities.partings",
    "crm.customers.employment.service",
    "crm.customers.pool.taking",
    "crm.customers.reclaim.tasks",
    "crm.customers.offboarding.service",
    "crm.catalogue.product.service",
    "crm.sales.competitor.service",
    "crm.sales.deal.service",
    "crm.sales.deal.placing",
    "crm.sales.lead.service",
    "crm.sales.registration.tasks",
    "crm.sales.scoring.tasks",
    "crm.sales.routing.tasks",
    "crm.knowledge.item.service",
    "crm.knowledge.mining.recording",
    "crm.knowledge.queue.contradictions",
    "crm.knowledge.queue.tasks",
    "crm.knowledge.spreading.tasks",
    "crm.customers.completeness.service",
    "crm.customers.segment.tasks",
    "crm.customers.segment.asking",
    "crm.customers.territory.asking",
    "crm.customers.territory.tasks",
    "crm.customers.overview.figures",
    "crm.activities.figures",
    "crm.sales.figures",
    "crm.analytics.questions",
    "crm.analytics.resources.service",
    "crm.analytics.forecast.tasks",
    "crm.analytics.targets.tasks",
    "crm.analytics.numbers.home",
    "crm.records.beside.trash",
    "crm.records.duplicates.writing",
    "crm.records.duplicates.tasks",
    "crm.records.beside.share_tasks",
    "crm.records.duplicates.unmerging",
    "crm.records.auditing",
    "crm.records.undo.recording",
    "crm.records.undo.service",
    "crm.records.undo.tasks",
    "crm.records.importing.running",
    "crm.records.importing.tasks",
    "crm.records.rates.tasks",
    "crm.records.privacy.tasks",
    "crm.records.privacy.words",
    "crm.records.disclosure.tasks",
    "crm.records.retention.tasks",
    "crm.automation.webhooks.sending",
    "crm.automation.webhooks.tasks",
    "crm.records.exporting.packing",
    "search.nearness",
    "search.sink",
    "search.erasing",
    "search.tasks",
    "search.files.tasks",
    "search.reindexing",
    "app.finder",
    "crm.activities.task.tasks",
    "crm.activities.appointment.tasks",
    "crm.activities.task.sweeping",
    "crm.activities.care.tasks",
    "crm.activities.calling.sheets",
    "crm.activities.targeting.sheets",
    "crm.activities.digest.tasks",
    "crm.activities.queue.waiting",
    "bots.core.erasing",
    "bots.core.saving",
    "bots.core.editing",
    "bots.core.agenda",
    "bots.core.deals",
    "bots.core.selling",
    "bots.core.lookup",
    "bots.core.asking",
    "bots.core.reminding",
    "bots.core.pooling",
    "bots.core.calling",
    "bots.core.leaving",
    "bots.core.numbers",
    "bots.core.leading",
    "bots.core.knowing",
    "bots.core.briefing",
    "bots.webchat.history",
    "bots.telegram.post",
    "bots.telegram.processing",
    "bots.telegram.tasks",
    "app.first_steps",
)


@cache
def compose() -> None:
    """Declare every type and fill every port; again is harmless."""
    load_models()
    for name in SLICES:
        import_module(name)
    sight.watch()
    subjects.offer()
    stand_up(navigation)
