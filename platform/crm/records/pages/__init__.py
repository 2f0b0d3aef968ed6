"""The pages of every record type: made once, from its declaration and its presentation."""
