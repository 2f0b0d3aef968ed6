"""One conversation for all channels: what is said, what is answered, what is pressed."""
