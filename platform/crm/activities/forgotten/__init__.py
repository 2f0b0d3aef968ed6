"""Customers whom nobody has spoken to for too long."""
