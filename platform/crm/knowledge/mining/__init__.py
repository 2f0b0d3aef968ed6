"""What customers say again and again: objections and needs, counted for each who looks."""
