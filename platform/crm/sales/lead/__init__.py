"""Leads: somebody may want something."""
