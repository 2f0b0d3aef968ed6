"""What stands above the pages about money: a trial that ends, a payment that is missing."""

from datetime import timedelta
from typing import Final

from kernel import clock
from kernel.entitled import BILLING_PAGE, Phase
from kernel.formats import format_date
from kernel.i18n import _
from kernel.principal import Principal
from tenants.access.frame import BANNERS
from web.shell import Banner

SOON: Final = timedelta(days=5)
NEEDS: Final = "settings:billing"


def banner(principal: Principal) -> Banner | None:
    """For those who can do something; for everybody once nothing can be changed any more."""
    phase, pays = principal.entitled.now(), principal.may(NEEDS)
    said = _said(phase, pays=pays)
    if said is None:
        return None
    text, kind = said
    if not pays:
        return Banner(text=text, kind=kind)
    return Banner(text=text, kind=kind, path=BILLING_PAGE, label=_("Plan and billing"))


def _said(phase: Phase, *, pays: bool) -> tuple[str, str] | None:
    day = format_date(phase.until)
    match phase.kind, phase.openness:
        case "overdue", "full" if pays:
            return _(
                "A payment failed. From %(day)s on nothing can be changed.", day=day
            ), "warning"
        case "overdue", "reading":
            text = _("The payment is overdue: everything can be read, nothing can be changed.")
            return text if pays else text + " " + _("Please tell an owner."), "error"
        case "overdue", "exporting" | "closed" if pays:
            return _("The payment is long overdue: everything can still be exported."), "error"
        case "trial", "full" if pays and _is_soon(phase):
            return _("The trial ends on %(day)s; then the Free plan holds.", day=day), "info"
        case "ending", "full" if pays and _is_soon(phase):
            return _("The subscription ends on %(day)s.", day=day), "info"
    return None


def _is_soon(phase: Phase) -> bool:
    return phase.until is not None and phase.until - clock.now() <= SOON


BANNERS.append(banner)
