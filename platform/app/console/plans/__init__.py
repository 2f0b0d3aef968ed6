"""The price list, and new versions of it."""
