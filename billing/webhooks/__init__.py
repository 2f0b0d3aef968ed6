"""What Stripe tells us by itself: kept first, then looked up, for what it says may be old."""
