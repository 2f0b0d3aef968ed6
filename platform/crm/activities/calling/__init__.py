"""Working through a call list: one customer at a time, and what comes of each call."""
