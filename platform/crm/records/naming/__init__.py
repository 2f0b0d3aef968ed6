"""Names: what they are made of, and in how many ways they are said."""
