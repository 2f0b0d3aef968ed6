"""Visits that are proved by where one stands."""
