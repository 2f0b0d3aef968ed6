"""Words that leads and deals share."""

from typing import Final

from crm.records.fields import Choice
from kernel.i18n import lazy

SOURCES: Final = (
    Choice("referral", lazy("Referral")),
    Choice("website", lazy("Website")),
    Choice("fair", lazy("Trade fair")),
    Choice("call", lazy("Cold call")),
    Choice("campaign", lazy("Campaign")),
    Choice("partner", lazy("Partner")),
    Choice("existing", lazy("Existing customer")),
    Choice("chat", lazy("Chat")),
    Choice("other", lazy("Other")),
)
