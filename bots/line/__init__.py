"""The conversation over LINE."""
