"""What a company can be to us: how dear, how far, from where, in which part."""

from crm.records.fields import Choice
from kernel.i18n import lazy

PERSON = "person"
KINDS = (
    Choice("company", lazy("Firm")),
    Choice(PERSON, lazy("Private person")),
)
SIZES = (
    Choice("1-10", lazy("1 to 10 people")),
    Choice("11-50", lazy("11 to 50 people")),
    Choice("51-200", lazy("51 to 200 people")),
    Choice("201-1000", lazy("201 to 1,000 people")),
    Choice("1000+", lazy("more than 1,000 people")),
)
LEVELS = (
    Choice("A", lazy("A: key customer")),
    Choice("B", lazy("B: important")),
    Choice("C", lazy("C: ordinary")),
    Choice("D", lazy("D: small")),
)
STATUSES = (
    Choice("potential", lazy("Potential")),
    Choice("customer", lazy("Customer")),
    Choice("dormant", lazy("Dormant")),
    Choice("lost", lazy("Lost")),
)
SOURCES = (
    Choice("referral", lazy("Referral")),
    Choice("website", lazy("Website")),
    Choice("exhibition", lazy("Exhibition")),
    Choice("cold_call", lazy("Cold call")),
    Choice("advertisement", lazy("Advertisement")),
    Choice("partner", lazy("Partner")),
    Choice("other", lazy("Other")),
)
ROLES = (
    Choice("customer", lazy("Customer")),
    Choice("partner", lazy("Partner")),
    Choice("reseller", lazy("Reseller")),
    Choice("distributor", lazy("Distributor")),
    Choice("supplier", lazy("Supplier")),
    Choice("competitor", lazy("Competitor")),
)
INDUSTRIES = (
    Choice("machinery", lazy("Machinery")),
    Choice("electronics", lazy("Electronics")),
    Choice("automotive", lazy("Automotive")),
    Choice("chemicals", lazy("Chemicals")),
    Choice("food", lazy("Food")),
    Choice("health", lazy("Health")),
    Choice("construction", lazy("Construction")),
    Choice("energy", lazy("Energy and water")),
    Choice("trade", lazy("Trade")),
    Choice("logistics", lazy("Logistics")),
    Choice("software", lazy("Software")),
    Choice("services", lazy("Services")),
    Choice("public", lazy("Public sector")),
)
