"""People at those companies."""
