"""Customer care: after something happened, or when it is silent for long, a task for the owner."""
