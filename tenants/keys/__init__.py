"""API keys: a member acting through a program."""
