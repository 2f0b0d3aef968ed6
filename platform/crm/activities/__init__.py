"""What we did with customers, and what we promised."""
