"""What subscriptions bring in, month by month."""
