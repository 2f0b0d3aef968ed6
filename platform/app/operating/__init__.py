"""What an operator does to workspaces, people and the queue, past the walls between them."""
