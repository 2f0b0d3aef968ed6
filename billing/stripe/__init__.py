"""Stripe takes the money: this speaks to it, and nothing else knows that it exists."""

# The SDK behind it takes ten megabytes: only those who sell through it import it.
ON_DEMAND = True
