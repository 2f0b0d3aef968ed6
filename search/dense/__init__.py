"""Finding by meaning: a small language model beside the words, never in their way."""
