"""Who and what is like it: customers that say the same, deals of the same kind, who knows it."""
