"""Groups of customers who have something in common, and smaller groups in them."""
