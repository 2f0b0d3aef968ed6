"""Members: people in a workspace, and those invited."""
