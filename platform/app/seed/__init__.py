"""A believable firm's past two years, made up the same way every time."""
