"""Why we win and why we lose."""
