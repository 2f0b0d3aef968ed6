"""What must be known of a customer, and how much of it is."""
