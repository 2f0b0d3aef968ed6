"""States, and what operators do, in plain words: for their pages and for the workspace's audit."""

from typing import Any, Final

from kernel.i18n import lazy
from tenants.audit.words import DEEDS, FIELDS, SOURCES, THINGS, VALUES, Thing, plainly

# The reason that is kept where the command line was told none.
UNSAID: Final = "From the command line."
STATUS: Final[dict[str, Any]] = {
    "active": lazy("active"),
    "suspended": lazy("suspended"),
    "deleted": lazy("given up"),
}
STATUS_KINDS: Final = {"active": "success", "suspended": "warning", "deleted": "error"}
BOUGHT: Final[dict[str, Any]] = {
    "": "",
    "free": lazy("free"),
    "trialing": lazy("on trial"),
    "active": lazy("paid"),
    "past_due": lazy("overdue"),
    "canceled": lazy("cancelled"),
}
ACTIONS: Final[dict[str, Any]] = {
    "set_up": lazy("set up their sign-in"),
    "signed_in": lazy("signed in"),
    "exported": lazy("took the list of workspaces away"),
    "suspended": lazy("stopped the workspace"),
    "resumed": lazy("let the workspace go on"),
    "plan_given": lazy("gave a plan"),
    "credited": lazy("gave credit"),
    "trial_extended": lazy("extended the trial"),
    "order_paid": lazy("marked an order as paid"),
    "visit_began": lazy("began a visit"),
    "visit_ended": lazy("ended a visit"),
    "flag_switched": lazy("switched a feature"),
    "plan_published": lazy("published a version of a plan"),
    "purged": lazy("removed the workspace for ever"),
    "retried": lazy("had what failed tried again"),
    "made": lazy("was made an operator"),
    "closed": lazy("is no operator any more"),
}
REASONS: Final[dict[str, Any]] = {UNSAID: lazy("From the command line.")}

SOURCES["operator"] = lazy("operator")
DEEDS["operated"] = lazy("Done by the operator")
DEEDS["began"] = lazy("%(type)s began")
DEEDS["ended"] = lazy("%(type)s ended")
THINGS["operator"] = Thing(lazy("Operator"), plainly)
THINGS["visit"] = Thing(lazy("Visit of the operator"), plainly)
FIELDS.update(
    {
        "deed": lazy("Deed"),
        "reason": lazy("Reason"),
        "until": lazy("Until"),
        "member": lazy("With the rights of"),
        "changes": lazy("May change records"),
        "exports": lazy("May export"),
        "seats": lazy("Seats"),
        "amount_minor": lazy("Credit"),
        "charged_minor": lazy("Paid elsewhere for a period"),
        "flag": lazy("Feature"),
        "is_on": lazy("On"),
        "from": lazy("From"),
        "kind": lazy("Kind"),
        "number": lazy("Version"),
        "days": lazy("Days"),
    }
)
VALUES["deed"] = ACTIONS
VALUES["reason"] = REASONS
VALUES["changes"] = VALUES["exports"] = VALUES["is_on"] = {
    "True": lazy("yes"),
    "False": lazy("no"),
}
