"""How to use the product, in the product."""
