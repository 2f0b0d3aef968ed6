"""Target accounts: a plan for each, and whether anybody looks after them."""
