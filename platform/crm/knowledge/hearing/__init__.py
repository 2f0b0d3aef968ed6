"""Hearing objections, needs and promises in what was written down, in English and Chinese."""
