"""Selling through Stripe: subscriptions, and invoices for what is paid in advance."""

from billing.prepaid import providers
from billing.stripe.gateway import StripeGateway
from billing.stripe.invoicing import StripeInvoices
from kernel.settings import Settings


def through_stripe(settings: Settings) -> StripeGateway:
    """The gateway; nothing here calls out at start."""
    gateway = StripeGateway(settings)
    providers.add(StripeInvoices(gateway.wire, gateway.tax))
    return gateway
