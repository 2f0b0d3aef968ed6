"""How the customers are spread over the reps, and how well they are looked after."""
