"""The whole deployment in one file, and back out of it: all of it, or one workspace."""
