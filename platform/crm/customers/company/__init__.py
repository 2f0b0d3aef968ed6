"""Companies we serve or hope to."""
