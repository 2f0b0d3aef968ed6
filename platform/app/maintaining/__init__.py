"""What keeps a large database quick, done as its owner and while people work."""
