"""Seats: how many are paid for, who has one, and who looks on without."""
