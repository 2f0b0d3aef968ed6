"""What must hold of every table, and what must fail when it is broken on purpose."""
