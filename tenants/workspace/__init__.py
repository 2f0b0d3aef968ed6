"""The workspace of one firm: its name, address and habits."""
