"""Money in the audit, in plain words."""

from kernel.i18n import lazy
from tenants.audit.words import FIELDS, THINGS, VALUES, Thing, plainly

THINGS["billing_reversal"] = Thing(lazy("Payment that went back"), plainly)
THINGS["subscription"] = Thing(lazy("Subscription"), plainly)
FIELDS.update(
    {
        "provider": lazy("Paid by"),
        "plan": lazy("Subscription plan"),
        "interval": lazy("Period"),
        "quantity": lazy("Seats"),
        "trial_ends_at": lazy("Trial until"),
        "period_end": lazy("Period until"),
        "ends_at": lazy("Ends on"),
        "next_plan": lazy("Next plan"),
        "next_interval": lazy("Next period"),
        "next_quantity": lazy("Next seats"),
        "next_at": lazy("Changes on"),
        "past_due_since": lazy("Unpaid since"),
        "owed_since": lazy("Taken back by the bank on"),
        "credit_minor": lazy("Credit"),
        "cancel_reason": lazy("Reason"),
        "won_back_at": lazy("Stayed for less on"),
    }
)
VALUES["status"] = {
    **VALUES["status"],
    "free": lazy("free"),
    "trialing": lazy("on trial"),
    "past_due": lazy("overdue"),
    "canceled": lazy("cancelled"),
    "done": lazy("done"),
    "void": lazy("void"),
    "open": lazy("open"),
    "won": lazy("payment stands"),
    "lost": lazy("taken back"),
}
FIELDS["kind"] = lazy("What it is")
VALUES["kind"] = {
    **VALUES.get("kind", {}),
    "refund": lazy("refund"),
    "dispute": lazy("dispute"),
    "credit_note": lazy("credit note"),
}
INTERVALS = {"month": lazy("by the month"), "year": lazy("by the year")}
VALUES["interval"] = VALUES["next_interval"] = INTERVALS
