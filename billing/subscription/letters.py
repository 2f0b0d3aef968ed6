"""What owners are told about money as time passes: each step once."""

from datetime import datetime, timedelta
from typing import Final

from billing.subscription.bought import Bought
from billing.switch import Patience
from kernel.entitled import BILLING_PAGE
from kernel.formats import format_date
from kernel.i18n import _
from tenants.mail.letters import Letter

BEFORE: Final = timedelta(days=3)


def step_of(bought: Bought, now: datetime, patience: Patience) -> str:
    """Where in its course the subscription is; "" where there is nothing to tell."""
    if bought.unpaid_since is not None:
        looking = bought.unpaid_since + patience.full
        exporting = looking + patience.reading
        if now < looking:
            return "overdue"
        if now < exporting:
            return "reading"
        return "exporting" if now < exporting + patience.exporting else "closed"
    if bought.status == "trialing" and bought.trial_ends_at is not None and not bought.is_paid:
        return "trial" if now >= bought.trial_ends_at - BEFORE else ""
    if bought.status == "free" and bought.trial_ends_at is not None:
        return "tried"
    return "ended" if bought.status == "canceled" else ""


def letter_of(step: str, bought: Bought, workspace: str, slug: str, patience: Patience) -> Letter:
    """The letter of a step, in the language that is spoken."""
    subject, text = _said(step, bought, workspace, patience)
    return Letter(subject, text, _("Plan and billing"), f"/{slug}/{BILLING_PAGE}")


def _said(step: str, bought: Bought, name: str, patience: Patience) -> tuple[str, str]:
    since = bought.unpaid_since
    looking = format_date(since + patience.full if since else None)
    exporting = format_date(since + patience.full + patience.reading if since else None)
    match step:
        case "trial":
            return (
                _(
                    "The trial of %(name)s ends on %(day)s",
                    name=name,
                    day=format_date(bought.trial_ends_at),
                ),
                _(
                    "Then the Free plan holds. Nothing is deleted: what is more than it includes"
                    " stays to be read and exported. To keep everything as it is, choose a plan."
                ),
            )
        case "tried":
            return (
                _("The trial of %(name)s is over", name=name),
                _(
                    "From now on the Free plan holds. Nothing was deleted: what is more than it"
                    " includes can be read and exported, and comes back to life with a plan."
                ),
            )
        case "ended":
            return (
                _("The subscription of %(name)s has ended", name=name),
                _(
                    "From now on the Free plan holds. Nothing was deleted: what is more than it"
                    " includes can be read and exported. You are welcome back at any time."
                ),
            )
        case "overdue":
            return (
                _("A payment for %(name)s failed", name=name),
                _(
                    "Please look at your card. Until %(day)s everything works as always; after"
                    " that nothing can be changed until it is paid.",
                    day=looking,
                ),
            )
        case "reading":
            return (
                _("%(name)s can only be read now", name=name),
                _(
                    "The payment is still missing. Everything can be read and exported; from"
                    " %(day)s on only exported. Once it is paid, all is as before at once.",
                    day=exporting,
                ),
            )
        case "exporting":
            return (
                _("%(name)s can only be exported now", name=name),
                _(
                    "The payment is still missing. All data can still be exported. Once it is"
                    " paid, all is as before at once."
                ),
            )
    return (
        _("%(name)s is closed", name=name),
        _(
            "The payment is still missing. As an owner you can sign in, export everything and"
            " pay. We delete nothing without telling you twice."
        ),
    )
