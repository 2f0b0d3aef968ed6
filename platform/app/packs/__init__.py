"""What a trade begins with: its stages, its words, its own fields, and customers to try it on."""
