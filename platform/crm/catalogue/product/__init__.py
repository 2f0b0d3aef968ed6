"""Products and services that we sell."""
