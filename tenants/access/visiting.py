"""An operator who acts with a member's rights: what stays shut to them, whoever the member is."""

from typing import Any, Final

from kernel.errors import Forbidden
from kernel.formats import format_time
from kernel.i18n import _
from kernel.principal import Principal, Visit
from web.csrf import SAFE_METHODS
from web.shell import Banner

VISIT_COOKIE: Final = "__Secure-visit"
# Passwords, devices and addresses; keys; means of payment; and whatever lets somebody in later.
SHUT: Final = (
    "tenants.people.",
    "tenants.keys.",
    "billing.",
    "bots.",
    "crm.activities.feed.",
    "crm.automation.webhooks.",
)
EXPORTS: Final = ("crm.records.exporting.", "crm.records.disclosure.")
# Records alone are changed for somebody; their settings are theirs.
OPEN_TO_CHANGES: Final = "crm."
_NEVER: Final = frozenset({"settings:keys", "settings:billing", "settings:owner"})


class LookingOnly(Forbidden):
    """The visit is one of looking."""

    code = "looking_only"

    def default(self) -> str:
        return _("You are only looking. Begin a visit that may change records.")


def rights_of_visit(granted: frozenset[str], visit: Visit) -> frozenset[str]:
    """Of a member's permissions those that their visitor has too."""
    return frozenset(word for word in granted - _NEVER if _is_lent(word, visit))


def _is_lent(word: str, visit: Visit) -> bool:
    subject, _colon, action = word.partition(":")
    if subject == "settings" or action == "see":
        return True
    return visit.exports if action == "export" else visit.changes


def demand_visitable(scope: Any, principal: Principal) -> None:
    """Raise `Forbidden` where the principal is a visitor and this is none of their business."""
    visit = principal.visit
    if visit is None:
        return
    handler = scope["route_handler"]
    house = f"{handler.fn.__module__}."
    needs = str(handler.opt["needs"])
    takes_away = house.startswith(EXPORTS) or scope["path"].endswith(("/export", "/sheet"))
    if house.startswith(SHUT) or (takes_away and not visit.exports):
        raise Forbidden(_("This stays shut to whoever only visits a workspace."))
    if scope["method"] in SAFE_METHODS or takes_away:
        return
    if not visit.changes:
        raise LookingOnly
    if not house.startswith(OPEN_TO_CHANGES) or needs.startswith("settings:"):
        raise Forbidden(_("This stays shut to whoever only visits a workspace."))


def banner_of(principal: Principal) -> Banner | None:
    """What stands above every page while an operator is here, with the button that ends it."""
    visit = principal.visit
    if visit is None:
        return None
    may = _("may change records") if visit.changes else _("only looks")
    text = _(
        "%(who)s of the operator is here until %(time)s and %(may)s: %(reason)s",
        who=visit.by,
        time=format_time(visit.ends_at),
        may=may,
        reason=visit.reason,
    )
    return Banner(
        text=text, kind="error", label=_("End the visit"), action=f"/operator/visits/{visit.id}/end"
    )
