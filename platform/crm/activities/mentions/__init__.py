"""Colleagues who are named in what was logged hear of it."""
