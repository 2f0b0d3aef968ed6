"""Who works where, as what, and who has left."""
