"""What waits for a member: one list of everything, each with its next step."""
