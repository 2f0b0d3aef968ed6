"""What a rep says in chat becomes a record, and reminders come back."""
