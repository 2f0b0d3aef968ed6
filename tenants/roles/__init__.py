"""Roles: what the workspace makes of ours, and those that it makes itself."""
