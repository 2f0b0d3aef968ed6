"""Who we sell to."""
