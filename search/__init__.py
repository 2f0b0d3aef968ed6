"""Finding again what was once written down: by words, and by meaning where a model is."""
