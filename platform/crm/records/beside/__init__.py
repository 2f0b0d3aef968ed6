"""What hangs on a record of any type: tags, files, shares, its history, its place in the bin."""
