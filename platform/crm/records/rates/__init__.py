"""What other currencies are worth in the workspace's own, day by day."""
