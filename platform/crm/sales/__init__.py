"""From the first interest to the won deal."""
