"""What the firm's programs are told, and what happens by itself."""
