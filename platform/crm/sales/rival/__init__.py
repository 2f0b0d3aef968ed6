"""What competitors offered on our deals, and at what price."""
