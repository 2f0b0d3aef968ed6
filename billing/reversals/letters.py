"""Who hears of money that went back: the owners, and of disputes whoever runs the deployment."""

from email.utils import parseaddr

from billing.gateway.port import Reversal
from billing.subscription.owners import write_to_owners
from billing.switch import selling
from kernel.entitled import BILLING_PAGE
from kernel.formats import format_money
from kernel.i18n import DEFAULT_LANGUAGE, _, use
from kernel.transaction import UnitOfWork
from tenants.mail import letters
from tenants.mail.letters import Letter


async def tell(uow: UnitOfWork, one: Reversal) -> None:
    """A letter to each owner; a dispute has a date by which the operator must answer it."""
    await write_to_owners(uow, lambda name, slug: letter_of(one, name, slug))
    _name, address = parseaddr(selling.contact)
    if one.kind == "dispute" and address:
        with use(DEFAULT_LANGUAGE):
            subject = _("Dispute %(id)s is %(state)s", id=one.id, state=one.state)
            text = _(
                "%(amount)s of workspace %(workspace)s, reason: %(reason)s. Answer it at Stripe"
                " while it is open; what is lost is asked for anew by an invoice.",
                amount=_money(one),
                workspace=uow.tenant_id,
                reason=one.reason,
            )
            await letters.post(uow, address, DEFAULT_LANGUAGE, Letter(subject, text))


def letter_of(one: Reversal, name: str, slug: str) -> Letter:
    """What an owner reads, in the language that is spoken."""
    subject, text = _said(one, name)
    return Letter(subject, text, _("Plan and billing"), f"/{slug}/{BILLING_PAGE}")


def _said(one: Reversal, name: str) -> tuple[str, str]:
    amount = _money(one)
    match one.kind, one.state:
        case "refund", _state:
            return (
                _("%(amount)s for %(name)s were refunded", amount=amount, name=name),
                _("The money goes back to the card or account that it came from."),
            )
        case "credit_note", _state:
            return (
                _("A credit note for %(name)s: %(amount)s", amount=amount, name=name),
                _("You find it with the invoice that it corrects."),
            )
        case "dispute", "open":
            return (
                _("Your bank disputes a payment for %(name)s", name=name),
                _(
                    "Your bank wants %(amount)s back. If nobody of yours meant that, tell the bank"
                    " that the payment was right. Until it is decided everything works as always.",
                    amount=amount,
                ),
            )
        case "dispute", "won":
            return (
                _("The payment for %(name)s stands", name=name),
                _("Your bank has decided: %(amount)s stay paid.", amount=amount),
            )
    return (
        _("A payment for %(name)s was taken back", name=name),
        _(
            "Your bank has taken %(amount)s back, so they are unpaid. There is a new invoice for"
            " them. Once it is paid, all is as before at once.",
            amount=amount,
        ),
    )


def _money(one: Reversal) -> str:
    return format_money(one.amount.amount_minor, one.amount.currency)
