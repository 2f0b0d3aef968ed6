"""The API for people: pages made of the same description that programs read."""
