"""What an owner does about plan and seats: look at the price first, then decide."""
