"""Who did most, told so that nobody is put on show."""
