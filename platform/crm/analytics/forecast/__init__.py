"""What will be won by when, and how right we were."""
