"""Saved views: a list as somebody wants to see it again, or lets others see it."""
