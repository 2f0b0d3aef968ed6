"""The record engine: what every type of record shares."""
