"""What the law gives a person: to be forgotten, with proof, and to say yes or no."""
