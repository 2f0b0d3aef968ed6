"""Switches of what is tried out."""
