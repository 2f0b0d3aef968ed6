"""One's appointments and tasks in a calendar program, by an address that can be taken back."""
