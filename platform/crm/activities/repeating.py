"""How something comes again, in the words of forms."""

from crm.records.fields import Choice
from kernel.i18n import lazy

REPEATS = (
    Choice("daily", lazy("Every day")),
    Choice("weekly", lazy("Every week")),
    Choice("monthly", lazy("Every month")),
    Choice("yearly", lazy("Every year")),
)
EVERY = lazy("Every so many days, weeks, months or years")
