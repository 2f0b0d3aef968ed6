"""How far deals come, how fast, and where they wait."""
