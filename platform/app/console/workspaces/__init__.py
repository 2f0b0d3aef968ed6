"""Workspaces as an operator sees them, and what is done to them."""
