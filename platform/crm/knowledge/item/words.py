"""The words by which knowledge is sorted."""

from typing import Final

from crm.records.fields import Choice
from kernel.i18n import lazy

KINDS: Final = (
    Choice("fact", lazy("Fact")),
    Choice("objection", lazy("Objection"), "red"),
    Choice("need", lazy("Need"), "blue"),
    Choice("solution", lazy("Solution"), "green"),
    Choice("competitor", lazy("Competitor"), "amber"),
    Choice("pricing", lazy("Pricing")),
    Choice("playbook", lazy("Playbook")),
    Choice("lesson", lazy("Lesson")),
)
STATES: Final = (
    Choice("captured", lazy("Captured"), "amber"),
    Choice("curated", lazy("Curated"), "blue"),
    Choice("published", lazy("Published"), "green"),
    Choice("retired", lazy("Retired")),
)
CONFIDENCES: Final = (
    Choice("low", lazy("Heard once")),
    Choice("medium", lazy("Heard several times")),
    Choice("high", lazy("Checked")),
)
# What objections and needs are about, in every trade.
TOPICS: Final = (
    Choice("price", lazy("Price")),
    Choice("payment", lazy("Payment terms")),
    Choice("budget", lazy("Budget")),
    Choice("timing", lazy("Timing")),
    Choice("delivery", lazy("Delivery time")),
    Choice("quality", lazy("Quality")),
    Choice("function", lazy("Functions")),
    Choice("service", lazy("Service")),
    Choice("trust", lazy("References and trust")),
    Choice("change", lazy("Effort of changing")),
    Choice("decision", lazy("Who decides")),
    Choice("competitor", lazy("Competitor")),
    Choice("sample", lazy("Sample or trial")),
    Choice("quantity", lazy("Quantity")),
    Choice("training", lazy("Training")),
    Choice("other", lazy("Other")),
)
# What has no topic of its own fits nothing by it.
OTHER: Final = "other"
# What a customer says against it, with what is said in return.
OBJECTIONS: Final = ("objection", "pricing", "competitor")
# What answers, best first.
ANSWERS: Final = ("objection", "solution", "pricing", "competitor", "playbook", "lesson")
