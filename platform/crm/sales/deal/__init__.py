"""Deals: what a customer may buy, and how likely that is."""
