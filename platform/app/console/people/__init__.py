"""The operators: who they are, and how they come in."""
