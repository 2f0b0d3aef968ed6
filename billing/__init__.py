"""Plans, seats and money: what a workspace may use, and who pays for it."""
