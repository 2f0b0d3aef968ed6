"""Our mirror against the provider's books, for the day on which an event was lost."""
