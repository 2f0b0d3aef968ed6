"""Price books: what a product costs whom, and when."""
