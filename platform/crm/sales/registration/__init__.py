"""Deals that partners register, so that nobody else takes the customer for a while."""
