"""Visits, calls and everything else that happened."""
