"""Periods that are paid in advance, by an invoice or a bank transfer, and are not renewed."""
