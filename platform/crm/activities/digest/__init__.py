"""What the day brings, told in the morning."""
