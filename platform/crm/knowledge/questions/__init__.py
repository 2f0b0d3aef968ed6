"""What was asked and not answered: the work that knowledge still has to do."""
