"""Customers that nobody owns, kept where those who may take them find them."""
