"""A member leaves, and everything that was theirs goes on."""
