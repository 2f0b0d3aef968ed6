"""What people say of what they found, and whether search got better by it."""
