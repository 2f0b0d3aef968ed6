"""Finding again what the firm once wrote down: by words, and by meaning where a model is present."""
