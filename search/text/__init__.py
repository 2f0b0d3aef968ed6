"""What counts as a word, and where the words of a question stand in a text."""
