"""The same customer twice: noticed on the way in, reported, merged and taken apart again."""
