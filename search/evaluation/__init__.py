"""How well search finds, measured on sets of questions with known answers."""
