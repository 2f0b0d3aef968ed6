"""Customers and what happened with them, from the files in which firms keep them."""
