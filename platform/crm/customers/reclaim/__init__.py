"""Customers that are neglected go back to the pool, after a warning."""
