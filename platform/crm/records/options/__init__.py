"""Lists of words to choose from, as a workspace keeps them."""
