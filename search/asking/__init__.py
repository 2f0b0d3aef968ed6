"""Questions in one's own words, answered in the words of those who wrote it down."""
