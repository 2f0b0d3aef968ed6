"""The door to whoever takes the money."""
