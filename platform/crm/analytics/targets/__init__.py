"""What firm, teams and members set out to reach, and how far they are."""
