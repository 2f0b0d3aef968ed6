"""How much of what the plan includes is used."""
