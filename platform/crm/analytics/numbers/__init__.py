"""The page "Numbers": each report the same way, with its tables, its chart, its files."""
