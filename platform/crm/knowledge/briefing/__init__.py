"""Half a minute before the door: what one should know of a customer, each line with its source."""
