"""Whose a lead becomes: by rules, in turn, within working hours, and watched by the clock."""
