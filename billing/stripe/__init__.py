"""Stripe takes the money: this speaks to it, and nothing else knows that it exists."""
