"""All that is kept about one person, for them to read and take along."""
