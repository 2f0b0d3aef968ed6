"""All that is known of a customer, at one look."""
