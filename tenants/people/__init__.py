"""People: one account each, however many workspaces."""
