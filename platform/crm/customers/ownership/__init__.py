"""Who had a customer, from when to when, and why it changed hands."""
