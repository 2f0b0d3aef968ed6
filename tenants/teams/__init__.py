"""Teams: a tree that decides what managers see."""
