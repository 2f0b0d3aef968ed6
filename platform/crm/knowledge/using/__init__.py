"""What became of knowledge: shown, opened, quoted, found helpful, thanked for."""
