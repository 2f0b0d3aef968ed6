"""The day's visits in the order in which one drives to them."""
