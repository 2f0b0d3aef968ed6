"""What failed for good, and another try."""
