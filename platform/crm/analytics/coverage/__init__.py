"""How well each territory is covered: customers, pipeline, visits, and what lies untouched."""
