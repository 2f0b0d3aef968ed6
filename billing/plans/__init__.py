"""What can be bought: plans with their prices and what each includes."""
