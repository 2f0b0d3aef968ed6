"""What operators did, written down for good."""
